import type { Isolation } from './isolation.ts'
import { launch } from './launch.ts'

/**
 * The weakest isolation: a process group, a clean environment, a HOME and TMPDIR of its own. A build can read whatever
 * the user who runs Trellis can read.
 */
export function processIsolation(job: { cookie: string; tmp: string }): Isolation {
  return {
    name: 'process',
    tmp: job.tmp,
    overlays: async () => false,
    run: (command, signal) => launch({ ...command, cookie: job.cookie, session: 'own', leftovers: 'end' }, signal),
  }
}
