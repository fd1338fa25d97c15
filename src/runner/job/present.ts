import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Present } from '../../frameworks/needs.ts'
import type { Job } from './job.ts'

const socket = '/var/run/docker.sock'

/** Whoever reaches an engine's socket rules the machine. */
const hiddenFrom = {
  sandbox: 'builds in the sandbox cannot reach one',
  container: 'builds in a container cannot reach the engine that runs them',
  user: 'builds run as a user that cannot reach one',
  process: null,
} as const

/** What of that which an app may need is there. */
export function presentFor(job: Job): Present {
  const visible = job.spec.variables.filter(({ steps }) => steps === null || steps.includes('deploy'))
  const none = whyNoEngine(job.surroundings.machinePath)
  const hidden = hiddenFrom[job.isolation.name]
  return { variables: new Set(visible.map(({ key }) => key)), noContainers: { build: none ?? hidden, deploy: none } }
}

function whyNoEngine(path: string): string | null {
  const program = path.split(':').some(folder => isExecutable(join(folder, 'docker')))
  if (!program) return 'there is no `docker` on this machine'
  return existsSync(socket) ? null : `nothing answers at ${socket}`
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
