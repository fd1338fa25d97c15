import { removeShortPath, shortPath } from '../../platform/short-path.ts'
import type { Isolation } from './isolation.ts'
import { launch, notStarted } from './launch.ts'
import { whyNotPassable } from './nul.ts'

/**
 * The weakest isolation: a process group, a clean environment, a HOME and TMPDIR of its own. A build can read whatever
 * the user who runs Trellis can read.
 */
export function processIsolation(job: { cookie: string; tmp: string }): Isolation {
  return {
    name: 'process',
    // Only here does a build see it under its own path, which is as long as that of the home.
    tmp: shortPath(job.tmp),
    overlays: async () => false,
    warm() {},
    close: async () => removeShortPath(job.tmp),
    run(command, signal) {
      // Node would refuse it too, and show the value while it does.
      const refusal = whyNotPassable(command)
      if (refusal) return notStarted(refusal)
      const cookie = command.beside ? null : job.cookie
      return launch({ ...command, cookie, session: 'own', leftovers: 'end' }, signal)
    },
  }
}
