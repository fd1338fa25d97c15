import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ensurePythonTool } from '../../../src/emulator/install.ts'
import { EmulatorError, ensureMinistack } from '../../../src/emulator/ministack.ts'
import { runToEnd } from '../../../src/emulator/run-to-end.ts'
import { samTool } from '../../../src/frameworks/tools/sam-commands.ts'
import { pythonToolKey } from '../../../src/runner/tools/python-tool-key.ts'

const version = '0.13.9'
/** What was published later is not looked at, so that what is installed today is installed in a year. */
const until = '2026-11-20'
const translator = 'aws-sam-translator==1.115.0'

export interface Sam {
  /** A cache of builds that holds SAM as an earlier build has left it there. */
  readonly cache: string
  /** For the PYTHONPATH of the emulator, whose own installation leaves out what expands SAM's templates. */
  readonly translator: string
}

/** Installed on the first call, by uv: pip takes more than a minute for the ninety packages of SAM. */
export async function ensureSam(): Promise<Sam> {
  const home = resolve('.cache', `sam-${samTool.version}-${until}`)
  const sam = { cache: home, translator: join(home, 'translator') }
  if (existsSync(home)) return sam
  const uv = await ensurePythonTool({ name: 'uv', version, pinned: [], what: 'The installer of SAM' })
  const draft = await mkdtemp(resolve('.cache', '.sam-'))
  try {
    const tool = join(draft, 'tools', pythonToolKey(samTool))
    await mkdir(join(draft, 'tools'))
    // The sandbox shows the system's own Python, no other.
    await runToEnd(uv, ['-m', 'uv', 'venv', '--quiet', '--python', '/usr/bin/python3', tool])
    const install = ['-m', 'uv', 'pip', 'install', '--quiet', '--compile-bytecode', '--exclude-newer', until]
    await runToEnd(uv, [...install, '--python', tool, `${samTool.package}==${samTool.version}`])
    const { bin } = await ensureMinistack()
    await runToEnd(uv, [...install, '--python', bin, '--target', join(draft, 'translator'), translator])
    await rename(draft, home)
  } catch (error) {
    // Another process was quicker.
    if (existsSync(home)) return sam
    const said = error instanceof Error && 'stderr' in error ? error.stderr : error
    const hint =
      'It comes from the Python package index: see that `pip download aws-sam-cli` works here, and try again.'
    throw new EmulatorError('emulator_install_failed', `SAM could not be installed: ${said}`, hint, { cause: error })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return sam
}
