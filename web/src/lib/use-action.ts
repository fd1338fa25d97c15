import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError } from '../../../src/client/api-error.ts'
import { toasts } from '../ui/toasts.tsx'

export interface ActionWords<Result> {
  /** Whoever asks shows `error` where it was asked: it is not told in passing as well. */
  shown?: true
  done: (result: Result) => { title: string; description?: string; timeout?: number } | null
  onDone?: (result: Result) => void | Promise<void>
}

export type Action<Input, Result> = Pick<UseMutationResult<Result, Error, Input>, 'isPending' | 'error'> & {
  mutate: (input: Input) => void
}

/** Something that the person asked for: told when it is done, told when it cannot be, and never asked twice at once. */
export function useAction<Input, Result>(
  act: (input: Input) => Promise<Result>,
  words: ActionWords<Result>,
): Action<Input, Result> {
  // `isPending` is one rendering late: the second half of a double click comes before it.
  const busy = useRef(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: act,
    onSuccess: result => {
      const said = words.done(result)
      if (said) toasts.add({ ...said, type: 'good' })
      return words.onDone?.(result)
    },
    onError: problem => {
      if (words.shown) return
      const { message, hint, code } = explain(problem)
      toasts.add({ title: message, description: hint, code, type: 'bad', timeout: 15_000 })
    },
    onSettled: () => {
      busy.current = false
    },
  })
  return {
    isPending,
    error,
    mutate: input => {
      if (busy.current) return
      busy.current = true
      mutate(input)
    },
  }
}

/** A refusal in the words of the server. */
export function explain(error: unknown): { message: string; hint: string; code: string } {
  if (error instanceof ApiError) return { message: error.message, hint: error.hint ?? '', code: error.code }
  return { message: error instanceof Error ? error.message : String(error), hint: '', code: 'internal' }
}
