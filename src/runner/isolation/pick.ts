import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import type { IsolationName } from '../../contract/runner-start.ts'
import { type Isolation, isSuccess } from './isolation.ts'
import { processIsolation } from './process.ts'
import { type SandboxSettings, sandboxIsolation } from './sandbox.ts'

export interface Picked {
  readonly isolation: Isolation
  /** Why it is not the strongest. */
  readonly whyNotStronger: string | null
}

export type PickSettings = Omit<SandboxSettings, 'bwrap'>

/**
 * `auto`: the strongest isolation that works on this machine, found by using it. A named one that does not work is
 * refused: a weaker one is never taken in silence.
 * @returns the isolation, or in a sentence why there is none.
 */
export async function pickIsolation(wanted: IsolationName, settings: PickSettings): Promise<Picked | string> {
  if (wanted === 'process') return { isolation: processIsolation(settings), whyNotStronger: 'it was chosen' }
  const sandbox = await trySandbox(settings)
  if (typeof sandbox !== 'string') return { isolation: sandbox, whyNotStronger: null }
  if (wanted === 'sandbox') return sandbox
  return { isolation: processIsolation(settings), whyNotStronger: sandbox }
}

async function trySandbox(settings: PickSettings): Promise<Isolation | string> {
  const bwrap = await findProgram('bwrap')
  if (!bwrap) return 'bubblewrap is not installed'
  const isolation = sandboxIsolation({ ...settings, bwrap })
  const probe = isolation.run(
    { argv: ['true'], cwd: '/', env: { PATH: '/usr/local/bin:/usr/bin:/bin' } },
    AbortSignal.timeout(5_000),
  )
  probe.stdout.resume()
  let said = ''
  probe.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const exit = await probe.ended
  if (isSuccess(exit)) return isolation
  return `bubblewrap does not work here: ${said.trim() || exit.problem || `it ended with ${exit.code ?? exit.signal}`}`
}

async function findProgram(name: string): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(':').concat('/usr/local/bin', '/usr/bin', '/bin')) {
    // Never from a relative folder: that would be the one that a build may write.
    if (!folder.startsWith('/')) continue
    const path = join(folder, name)
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return path
  }
  return null
}
