import { setTimeout as pause } from 'node:timers/promises'

const every = 200
const patience = 10 * 60_000

/** Asks again until there is an answer. @throws Error after ten minutes */
export async function waitFor<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const until = performance.now() + patience
  while (performance.now() < until) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await pause(every)
  }
  throw new Error(`Waited ten minutes in vain for ${what}`)
}
