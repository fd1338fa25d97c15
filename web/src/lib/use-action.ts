import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { ApiError } from '../../../src/client/api-error.ts'
import { toasts } from '../ui/toasts.tsx'

export interface ActionWords<Result> {
  done: (result: Result) => { title: string; description?: string } | null
  onDone?: (result: Result) => void
}

/** Something that the person asked for: told when it is done, told when it cannot be, and never asked twice at once. */
export function useAction<Input, Result>(
  act: (input: Input) => Promise<Result>,
  words: ActionWords<Result>,
): UseMutationResult<Result, Error, Input> {
  return useMutation({
    mutationFn: act,
    onSuccess: result => {
      const said = words.done(result)
      if (said) toasts.add({ ...said, type: 'good' })
      words.onDone?.(result)
    },
    onError: error => {
      const { message, hint } = explain(error)
      toasts.add({ title: message, description: hint, type: 'bad', priority: 'high', timeout: 15_000 })
    },
  })
}

/** A refusal in the words of the server. */
export function explain(error: unknown): { message: string; hint: string; code: string } {
  if (error instanceof ApiError) return { message: error.message, hint: error.hint ?? '', code: error.code }
  return { message: error instanceof Error ? error.message : String(error), hint: '', code: 'internal' }
}
