import { text } from 'node:stream/consumers'
import type { RunnerStart } from '../contract/runner-start.ts'

/** The one line that says what to do, or null when none came. */
export async function readOrder(input: NodeJS.ReadableStream): Promise<RunnerStart | null> {
  const line = (await text(input)).trim()
  // Checked by the type alone: it comes from the program that started this one, and zod would cost a part of the start.
  return line === '' ? null : (JSON.parse(line) as RunnerStart)
}
