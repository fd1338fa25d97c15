import { type Composed, composePorts } from './compose-ports.ts'
import { problem } from './log.ts'
import { readSettings } from './settings.ts'
import { type WorkerEvent, work } from './work.ts'

/** What is left of a Lambda's time when nothing new is begun. */
const reserveMs = 60_000

let composed: Promise<Composed> | undefined

export async function handler(event: WorkerEvent, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  composed ??= composePorts(readSettings(), problem)
  const all = await composed.catch(error => {
    composed = undefined
    throw error
  })
  await work(all, event, () => context.getRemainingTimeInMillis() > reserveMs)
}
