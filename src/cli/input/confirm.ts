import { createInterface } from 'node:readline/promises'
import type { Shell } from '../shell.ts'

/** Asks somebody who sits there. Anything but a yes is none, and so is the end of the input. */
export const confirm = async (shell: Shell, question: string): Promise<boolean> =>
  /^y(es)?$/i.test(await answerTo(shell, `${question} [y/N] `))

/** What somebody who sits there types; empty: nothing, or the input is at its end. */
export async function answerTo({ world: { input }, terminal }: Shell, question: string): Promise<string> {
  terminal.ask(question)
  const lines = createInterface({ input, terminal: false })
  try {
    const { value } = await lines[Symbol.asyncIterator]().next()
    return String(value ?? '').trim()
  } finally {
    lines.close()
    input.pause()
  }
}
