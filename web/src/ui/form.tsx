import {
  type ComponentProps,
  createContext,
  type RefObject,
  useContext,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { type FieldProblem, problemsAt } from '../lib/problems-at.ts'

interface Wrong {
  fields: ReadonlyMap<string, FieldProblem>
  /** The error that is said at the fields, all of it. */
  said: unknown
  /** Counts how often the first wrong field was to be gone to. */
  times: number
}

const nothing: Wrong = { fields: new Map(), said: null, times: 0 }
const Wrong = createContext(nothing)

export interface FormProps extends Omit<ComponentProps<'form'>, 'action' | 'onSubmit' | 'ref'> {
  /** What it asks for: it is not sent while that is under way, and what is refused is said at its fields. */
  action: { isPending: boolean; error: unknown }
  onSend: (form: FormData) => void
  form?: RefObject<HTMLFormElement | null>
}

/** Marks the fields that are wrong, whether the browser or the server found it, and goes to the first of them. */
export function Form({ action: { isPending, error }, onSend, form: given, className = 'form', ...rest }: FormProps) {
  const own = useRef<HTMLFormElement>(null)
  const form = given ?? own
  const [wrong, setWrong] = useState(nothing)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a form is the same one for as long as it is there
  useLayoutEffect(() => {
    const fields = error && form.current ? problemsAt(error, namesIn(form.current)) : null
    setWrong(({ times }) => (fields ? { fields, said: error, times: times + 1 } : { ...nothing, times }))
  }, [error])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was found just now is gone to
  useLayoutEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (wrong.times === 0 || !first) return
    const folded = first.closest('details')
    if (folded) folded.open = true
    first.focus()
    // What is said of it stands below it, where a phone or a long dialog may end.
    const [note = ''] = first.getAttribute('aria-describedby')?.split(' ') ?? []
    document.getElementById(note)?.scrollIntoView({ block: 'nearest' })
  }, [wrong.times])
  const change = (field: string, problem: FieldProblem | null) =>
    setWrong(before => {
      if (!problem && !before.fields.has(field)) return before
      const fields = new Map(before.fields)
      if (problem) fields.set(field, problem)
      else fields.delete(field)
      return { ...before, fields, times: before.times + (problem ? 1 : 0) }
    })
  return (
    <Wrong value={wrong}>
      <form
        {...rest}
        ref={form}
        className={className}
        onSubmit={event => {
          event.preventDefault()
          if (!isPending) onSend(new FormData(event.currentTarget))
        }}
        onInput={event => {
          rest.onInput?.(event)
          const { name } = event.target as HTMLInputElement
          if (name) change(name, null)
        }}
        onInvalidCapture={event => {
          const { name, type, title, validity, validationMessage } = event.target as HTMLInputElement
          // The browser's own word is all that there is where no field would say it.
          if (!name || isBox(type)) return
          // Instead of a word that hangs over the field for a moment.
          event.preventDefault()
          const message = validity.valueMissing ? 'This is needed.' : title || validationMessage
          change(name, { message, hint: '', code: '' })
        }}
      />
    </Wrong>
  )
}

/** Boxes to tick have no place of their own for words. */
const isBox = (type: string): boolean => type === 'checkbox' || type === 'radio'

const namesIn = (form: HTMLFormElement): Set<string> =>
  new Set(
    [...form.querySelectorAll<HTMLInputElement>('[name]')]
      .filter(({ type }) => !isBox(type))
      .map(one => one.getAttribute('name') ?? ''),
  )

/** What is wrong with the field of this name in the form around it. */
export const useFieldProblem = (name: string | undefined): FieldProblem | undefined =>
  useContext(Wrong).fields.get(name ?? '')

/** Whether the fields of the form around it say all of this error. */
export const useIsSaid = (error: unknown): boolean => useContext(Wrong).said === error
