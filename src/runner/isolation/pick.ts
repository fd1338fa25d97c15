import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContainerSettings, IsolationName, KnownImage } from '../../contract/runner-start.ts'
import type { ContainerJob } from './container-pick.ts'
import { type Isolation, isSuccess } from './isolation.ts'
import { processIsolation } from './process.ts'
import { type SandboxSettings, sandboxIsolation } from './sandbox.ts'
import type { WhyNot } from './why-not.ts'

export interface Picked<Name extends Isolation['name'] = Isolation['name']> {
  readonly isolation: Isolation & { readonly name: Name }
  /** Why it is not the strongest that takes no setting. */
  readonly whyNotStronger: string | null
  /** Of a container: what is in it takes the place of what the machine has. */
  readonly inside: { readonly image: KnownImage; readonly path: string } | null
  /** Tries it out, where it was named and taken at its word. @returns why it does not work after all */
  prove(): Promise<WhyNot | null>
}

export interface PickSettings extends Omit<SandboxSettings, 'bwrap'> {
  /** The machine is there for this job alone: a user for its steps may be made, with this home. */
  readonly alone?: { readonly home: string } | undefined
  readonly container: { readonly settings: ContainerSettings; readonly job: ContainerJob } | null
}

/**
 * `auto`: the strongest isolation that works on this machine and wants nothing to be chosen, found by using it. A named one that
 * does not work is refused, here or by `prove`: a weaker one is never taken in silence.
 */
export function pickIsolation(
  wanted: IsolationName,
  settings: PickSettings & { readonly alone?: undefined },
): Promise<Picked<Exclude<Isolation['name'], 'user'>> | WhyNot>
export function pickIsolation(wanted: IsolationName, settings: PickSettings): Promise<Picked | WhyNot>
export async function pickIsolation(wanted: IsolationName, settings: PickSettings): Promise<Picked | WhyNot> {
  if (wanted === 'container') return inContainer(settings)
  if (wanted === 'process') return { ...bare(settings), whyNotStronger: 'it was chosen' }
  const sandbox = await inSandbox(settings)
  if (wanted === 'sandbox') return sandbox
  const problem = 'why' in sandbox ? sandbox : await sandbox.prove()
  if (!problem) return sandbox
  const user = settings.alone ? await asUser(settings, settings.alone.home) : null
  if (!user) return { ...bare(settings), whyNotStronger: problem.why }
  if ('whyNot' in user) return { ...bare(settings), whyNotStronger: `${problem.why}, and ${user.whyNot}` }
  const { isolation, unbounded } = user
  const whyNotStronger = unbounded === null ? problem.why : `${problem.why}; without setpriv, since ${unbounded}`
  return { isolation, whyNotStronger, inside: null, prove: proven }
}

type AsUser = { isolation: Isolation; unbounded: string | null } | { whyNot: string }

/** `unbounded`: why a step may still get rights by a program of the image. */
async function asUser({ cookie, tmp }: PickSettings, home: string): Promise<AsUser> {
  const { makeUser, userIsolation, whyNotUser } = await import('./user.ts')
  const problem = whyNotUser()
  if (problem !== null) return { whyNot: problem }
  const user = makeUser(home)
  const tried = async (setpriv: string | null) => {
    const isolation = userIsolation({ user, cookie, tmp, setpriv })
    return { isolation, failed: await whyNot(isolation, 'to run as another user') }
  }
  const setpriv = await findProgram('setpriv')
  const bounded = setpriv === null ? null : await tried(setpriv)
  if (bounded?.failed === null) return { isolation: bounded.isolation, unbounded: null }
  // One that does not know the option, as in a small image, is done without: another user is still more than none.
  const { isolation, failed } = await tried(null)
  return failed === null ? { isolation, unbounded: bounded?.failed ?? 'it is not installed' } : { whyNot: failed }
}

async function inSandbox(settings: PickSettings): Promise<Picked | WhyNot> {
  const unusable = (why: string): WhyNot => {
    return { code: 'isolation_unavailable', why, hint: 'Install bubblewrap, or choose --isolation process.' }
  }
  const bwrap = await findProgram('bwrap')
  if (!bwrap) return unusable('bubblewrap is not installed')
  const isolation = sandboxIsolation({ ...settings, bwrap })
  const prove = async () => {
    const why = await whyNot(isolation, 'bubblewrap')
    return why === null ? null : unusable(why)
  }
  return { isolation, whyNotStronger: null, inside: null, prove }
}

const proven = async () => null
const bare = (settings: PickSettings) => ({ isolation: processIsolation(settings), inside: null, prove: proven })

async function inContainer({ container }: PickSettings): Promise<Picked | WhyNot> {
  if (!container) {
    const hint = 'Name one: --container-image.'
    return { code: 'isolation_unavailable', why: 'it is not known which image to build in', hint }
  }
  // What speaks to an engine takes as long to load as all else here, and most builds have no use for it.
  const { pickContainer } = await import('./container-pick.ts')
  const picked = await pickContainer(container.settings, container.job)
  if ('why' in picked) return picked
  const { isolation, image, path } = picked
  return { isolation, whyNotStronger: null, inside: { image, path }, prove: proven }
}

async function whyNot(isolation: Isolation, what: string): Promise<string | null> {
  const probe = isolation.run(
    { argv: ['sh', '-c', ':'], cwd: '/', env: { PATH: '/usr/local/bin:/usr/bin:/bin' } },
    AbortSignal.timeout(5_000),
  )
  probe.stdout.resume()
  let said = ''
  probe.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const exit = await probe.ended
  if (isSuccess(exit)) return null
  return `${what} does not work here: ${said.trim() || exit.problem || `it ended with ${exit.code ?? exit.signal}`}`
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
