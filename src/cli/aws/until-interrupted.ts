import { Interrupted, type Shell } from '../shell.ts'
import type { InstallPlace } from '../world.ts'
import { optionsTo } from './options-to.ts'

export interface Undertaking {
  command: 'install' | 'upgrade' | 'uninstall'
  place: InstallPlace
}

/** Waits for what goes on in the account, and where nobody waits any more, says what becomes of it. @throws Interrupted */
export async function untilInterrupted<T>(shell: Shell, { command, place }: Undertaking, work: Promise<T>): Promise<T> {
  using stop = shell.interruptible()
  const { signal } = stop
  const left = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  try {
    return await Promise.race([work, left])
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    // What it still finds out is of no interest.
    work.catch(() => undefined)
    const to = optionsTo(place)
    shell.terminal.note([
      'Interrupted. What CloudFormation has begun goes on there.',
      `\`trellis ${command}${to}\` waits for that, and goes on where this was.`,
      ...(command === 'install' ? [`\`trellis uninstall${to}\` takes it away again.`] : []),
    ])
    throw error
  }
}
