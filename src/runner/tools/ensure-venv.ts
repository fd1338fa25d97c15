import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Isolation } from '../isolation/isolation.ts'
import type { Journal } from '../log/journal.ts'

interface Surroundings {
  readonly isolation: Pick<Isolation, 'name'>
  readonly journal: Pick<Journal, 'say'>
  readonly signal: AbortSignal
}
type Run = (program: string, args: readonly string[], options: object) => Promise<unknown>

const execute: Run = promisify(execFile)

const patienceMs = 5 * 60_000

/**
 * Debian keeps apart what virtual environments are made with, and the public image of build machines lacks it. Only a machine that is
 * there for this job alone is changed, by its root; whatever keeps it from that, the step that needs it says what is missing.
 */
export async function ensureVenv({ isolation, journal, signal }: Surroundings, run: Run = execute): Promise<void> {
  if (isolation.name !== 'user') return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const tried = async (program: string, ...args: string[]): Promise<string | null> => {
    try {
      await run(program, args, { cwd: '/', env, signal, timeout: patienceMs })
      return null
    } catch (error) {
      signal.throwIfAborted()
      return error instanceof Error ? error.message : String(error)
    }
  }
  if ((await tried('python3', '-c', 'import ensurepip, venv')) === null) return
  if ((await tried('apt-get', '--version')) !== null) return
  journal.say('Installing python3-venv, which the image lacks; one of your own can have it.')
  const problem =
    (await tried('apt-get', '-qq', 'update')) ??
    (await tried('apt-get', '-qq', 'install', '-y', '--no-install-recommends', 'python3-venv'))
  if (problem !== null) journal.say(`python3-venv could not be installed: ${problem.trim()}`)
}
