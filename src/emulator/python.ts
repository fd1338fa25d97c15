import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { EmulatorError } from './errors.ts'

const run = promisify(execFile)

/** The oldest Python that the emulator supports. */
const OLDEST = [3, 10] as const

// The plain name first, since it is the one its owner chose. Debian's own comes by its path as well: version managers
// put shims before it which fail for every version that is not switched on.
const CANDIDATES = [
  'python3',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
  '/usr/bin/python3',
  '/usr/local/bin/python3',
]

// Debian ships venv without ensurepip unless python3-venv is installed, and the venv then fails half way.
const PROBE = 'import sys, venv, ensurepip, ssl; print(sys.version_info[0], sys.version_info[1])'

/** The first Python on this machine which is new enough and can make a virtual environment. */
export async function findPython(candidates: readonly string[] = CANDIDATES): Promise<string> {
  for (const candidate of candidates) {
    if (await isUsable(candidate)) return candidate
  }
  throw new EmulatorError(
    'python_missing',
    `The AWS emulator needs Python ${OLDEST.join('.')} or newer with its venv module, and none was found.`,
    'Install it: on Debian and Ubuntu `apt-get install python3 python3-venv`, elsewhere from https://www.python.org.',
  )
}

async function isUsable(python: string): Promise<boolean> {
  try {
    const { stdout } = await run(python, ['-c', PROBE], { timeout: 20_000 })
    const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number)
    return major === OLDEST[0] && minor >= OLDEST[1]
  } catch {
    return false
  }
}
