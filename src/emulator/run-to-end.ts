import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { endGroup } from './process-group.ts'

/**
 * Runs a program to its end.
 * @param signal ends it, with all that it has started
 * @throws Error with what it said as `stderr`
 */
export async function runToEnd(program: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  // A group of its own only where somebody ends it: else Ctrl-C has to reach it.
  const child = spawn(program, args, { detached: signal !== undefined, stdio: ['ignore', 'ignore', 'pipe'] })
  const end = () => void endGroup(child, 0)
  signal?.addEventListener('abort', end)
  try {
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    signal?.throwIfAborted()
    if (code !== 0) throw Object.assign(new Error(`${program} ended with ${code}`), { stderr })
  } finally {
    signal?.removeEventListener('abort', end)
  }
}
