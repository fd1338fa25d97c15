import { execFile, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { ensureCfnLint } from '../infra/testing/cfn-lint.ts'
import { EmulatorError, ensureMinistack } from '../src/emulator/ministack.ts'
import { findPython } from '../src/emulator/python.ts'
import { ensureSchemathesis } from '../tests/fuzz/schemathesis.ts'
import { dockerLibrary } from '../tests/support/containers/docker-library.ts'
import { ensureMoto } from '../tests/support/moto/install.ts'
import { ensureSam } from '../tests/support/sam/ensure-sam.ts'
import { findChromium } from './find-chromium.ts'

const run = promisify(execFile)

interface Need {
  readonly what: string
  readonly packages: readonly string[]
  isThere(): Promise<unknown>
}

/** Of the system: not every user's PATH names where they lie. */
const withSystem = { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } }
const containers = ['podman', 'runc', 'iptables'] as const

/** `demo`: what the demo needs, and not what tests do as well. */
const onlyDemo = process.argv[2] === 'demo'

const needs: readonly Need[] = [
  { what: 'git', packages: ['git'], isThere: () => run('git', ['--version']) },
  { what: 'Python 3.10 or newer with venv', packages: ['python3', 'python3-venv'], isThere: () => findPython() },
  // The sandbox is Linux's, and so are containers: elsewhere builds run as plain processes.
  ...(process.platform === 'linux'
    ? [{ what: 'bubblewrap', packages: ['bubblewrap'], isThere: () => run('bwrap', ['--version']) }]
    : []),
  ...(onlyDemo ? [] : needsOfTests()),
]

function needsOfTests(): Need[] {
  return [
    { what: 'Chromium', packages: ['chromium'], isThere: () => findChromium() },
    { what: 'openssl', packages: ['openssl'], isThere: () => run('openssl', ['version']) },
    ...(process.platform === 'linux'
      ? [
          {
            what: 'Podman with runc',
            packages: [...containers, 'netavark'],
            isThere: () => Promise.all(containers.map(name => run(name, ['--version'], withSystem))),
          },
        ]
      : []),
  ]
}

async function missing(): Promise<Need[]> {
  const there = await Promise.all(
    needs.map(need =>
      need.isThere().then(
        () => true,
        () => false,
      ),
    ),
  )
  return needs.filter((_, index) => !there[index])
}

function aptGet(...args: string[]): void {
  // What is printed here must not end up in the JSON document of `npm run demo -- --json`.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['-q', ...args], { stdio: ['ignore', process.stderr, process.stderr], env })
}

function stop(lacking: readonly Need[], why: string): never {
  const packages = lacking.flatMap(need => need.packages).join(' ')
  console.error(`Missing on this machine: ${lacking.map(need => need.what).join(', ')}. ${why}`)
  console.error(`Install with this command, as root, or with the packages of that name on another system:`)
  console.error(`  apt-get update && apt-get install -y --no-install-recommends ${packages}`)
  process.exit(2)
}

let lacking = await missing()
if (lacking.length > 0) {
  if (process.getuid?.() !== 0) stop(lacking, 'Trellis installs system packages only when run as root.')
  if (!existsSync('/usr/bin/apt-get')) stop(lacking, 'Trellis installs system packages only on Debian and Ubuntu.')
  const packages = lacking.flatMap(need => need.packages)
  console.error(`Installing ${packages.join(', ')} …`)
  try {
    aptGet('update')
    aptGet('install', '-y', '--no-install-recommends', ...packages)
  } catch {
    stop(lacking, 'apt-get could not install it; its message is above.')
  }
  lacking = await missing()
  if (lacking.length > 0) stop(lacking, "This system's own packages are too old.")
}

const tools: readonly (readonly [what: string, ensure: () => Promise<unknown>])[] = [
  ['the AWS emulator', ensureMinistack],
  ...(onlyDemo
    ? []
    : ([
        ['the fuzzer', ensureSchemathesis],
        ["Docker's library for Python", dockerLibrary],
        ['the check of templates', ensureCfnLint],
        ['the second emulator', ensureMoto],
        ['SAM', ensureSam],
      ] as const)),
]

try {
  for (const [what, ensure] of tools) {
    // Where it is there already, nobody needs to hear of it.
    const said = setTimeout(() => console.error(`Installing ${what}, once …`), 1_000)
    await ensure().finally(() => clearTimeout(said))
  }
} catch (error) {
  if (!(error instanceof EmulatorError)) throw error
  console.error(`${error.message}\n${error.hint}`)
  process.exit(2)
}
