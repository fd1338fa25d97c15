import { setTimeout as sleep } from 'node:timers/promises'
import { TrellisError } from '../../../core/errors.ts'

/** Said by a step that lost against another one, and has to look again. */
export const again = Symbol('again')

const patienceMs = 20_000
const longestPauseMs = 500

/** Does a step until nobody got in between: reads, decides, and writes on the condition that what it read still stands. */
export async function untilUndisturbed<T>(step: () => Promise<T | typeof again>): Promise<T> {
  const started = performance.now()
  for (let pause = 5; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const result = await step()
    if (result !== again) return result
    if (performance.now() - started > patienceMs) {
      throw new TrellisError('internal', 'Too many others change the same record at this moment.', 'Try again.')
    }
    // By chance, so that those who met do not meet again.
    await sleep(Math.random() * pause)
  }
}
