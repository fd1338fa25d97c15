import { createInterface } from 'node:readline/promises'
import type { Shell } from '../shell.ts'

/** Asks somebody who sits there. Anything but a yes is none, and so is the end of the input. */
export async function confirm({ world: { input }, terminal }: Shell, question: string): Promise<boolean> {
  terminal.ask(`${question} [y/N] `)
  const lines = createInterface({ input, terminal: false })
  try {
    const { value } = await lines[Symbol.asyncIterator]().next()
    return /^y(es)?$/i.test(String(value ?? '').trim())
  } finally {
    lines.close()
    input.pause()
  }
}
