import { type RefObject, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { changesOf, isEmpty } from './changes-of.ts'

export interface Draft<Shown, Values> {
  form: RefObject<HTMLFormElement | null>
  /** What the fields are to be filled with. */
  filled: Shown
  /** Their key: they are made anew whenever they are filled anew. */
  filling: number
  /** What whoever looks has changed and not saved yet. */
  mine: Partial<Values>
  /** What was changed elsewhere since the fields were filled. */
  theirs: Partial<Shown>
  /** For the form to tell of every change. */
  onChange: () => void
  /** What was changed now, whether a change was told of or not. */
  read: () => { values: Values; changes: Partial<Values> } | null
  /** Fills the fields with what holds now: what was not saved is lost. */
  refill: () => void
  /** @param sent what the form said when it was sent */
  saved: (answer: Shown, sent: Values) => void
}

/**
 * A form over something that others may change meanwhile. As long as nothing was written in it, it follows them; after that it
 * keeps what was written and tells what they changed.
 */
export function useDraft<Shown extends object, Values extends object>(
  shown: Shown,
  readForm: (form: FormData) => Values,
): Draft<Shown, Values> {
  const form = useRef<HTMLFormElement>(null)
  const [{ filled, filling }, setFilled] = useState({ filled: shown, filling: 0 })
  const [mine, setMine] = useState<Partial<Values>>({})
  const [theirs, setTheirs] = useState<Partial<Shown>>({})
  const [touched, touch] = useReducer((times: number) => times + 1, 0)
  const start = useRef<Values | null>(null)

  const read = () => {
    // A fieldset that is disabled says nothing.
    if (!form.current || form.current.querySelector('fieldset:disabled')) return null
    const values = readForm(new FormData(form.current))
    return { values, changes: changesOf(start.current ?? values, values) }
  }
  const fill = (filled: Shown, anew: boolean) => {
    setFilled(before => ({ filled, filling: before.filling + (anew ? 1 : 0) }))
    setTheirs({})
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the fields were made anew
  useLayoutEffect(() => {
    start.current = null
    setMine({})
  }, [filling])
  // Whoever is given the right later may write only then.
  useLayoutEffect(() => {
    start.current ??= read()?.values ?? null
  })
  // After the rendering: one field may have changed another one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: something was written
  useLayoutEffect(() => {
    if (touched > 0) setMine(before => read()?.changes ?? before)
  }, [touched])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only something new of others is a reason to look
  useLayoutEffect(() => {
    const others = changesOf(filled, shown)
    if (!isEmpty(mine) || isEmpty(others)) setTheirs(others)
    else fill(shown, true)
  }, [JSON.stringify(shown)])

  return {
    ...{ form, filled, filling, mine, theirs, onChange: touch, read },
    refill: () => fill(shown, true),
    saved: (answer, sent) => {
      // What was written while it was under way is kept, and differs from what was sent.
      const isAsSent = isEmpty(changesOf(sent, read()?.values ?? sent))
      fill(answer, isAsSent)
      if (isAsSent) return
      start.current = sent
      touch()
    },
  }
}
