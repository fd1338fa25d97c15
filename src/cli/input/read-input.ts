import { Interrupted, type Shell } from '../shell.ts'
import type { World } from '../world.ts'

const most = 1024 * 1024

/** All of standard input, without the line's end that `echo` adds. On a terminal: one line, which is not shown. */
export async function readInput({ world: { input }, terminal }: Shell, prompt: string): Promise<string> {
  if (input.isTTY && input.setRawMode) {
    terminal.ask(`${prompt} (it stays hidden; Enter ends it): `)
    try {
      return await readHidden(input as Hidden)
    } finally {
      terminal.ask('\n')
    }
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > most) break
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

type Hidden = World['input'] & { setRawMode(raw: boolean): unknown }

function readHidden(input: Hidden): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const end = (finish: () => void) => {
      input.off('data', onData)
      input.setRawMode(false)
      input.pause()
      finish()
    }
    const onData = (chunk: Buffer | string) => {
      for (const key of String(chunk)) {
        if (key === '\u0003') return end(() => reject(new Interrupted()))
        if (key === '\r' || key === '\n' || key === '\u0004') return end(() => resolve(text))
        text = key === '\u007f' || key === '\b' ? text.slice(0, -1) : text + key
      }
    }
    input.setRawMode(true)
    input.on('data', onData)
    input.resume()
  })
}
