import { composePorts } from './compose-ports.ts'
import { allTold, problem } from './log.ts'
import { readSettings } from './settings.ts'
import { type WorkerEvent, work } from './work.ts'

/** What is left of a Lambda's time when nothing new is begun. */
const reserveMs = 60_000

const composed = composePorts(readSettings(), problem, {
  jobs: async (...given) => (await import('./compose-jobs.ts')).composeJobs(...given),
  elsewhere: false,
})

export async function handler(event: WorkerEvent, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  try {
    await work(composed, event, () => context.getRemainingTimeInMillis() > reserveMs)
  } finally {
    await allTold()
  }
}
