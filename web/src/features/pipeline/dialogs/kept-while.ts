import { useRef } from 'react'

/**
 * The last answer that was about what is meant. What came after it is about something else, and must not take its place under the
 * eyes of who reads it.
 */
export function useKeptWhile<Answer>(answer: Answer | undefined, isMeant: boolean): Answer | undefined {
  const kept = useRef<Answer>(undefined)
  if (isMeant) kept.current = answer
  return kept.current
}
