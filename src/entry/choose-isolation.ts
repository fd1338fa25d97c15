import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildLimits, ContainerSettings } from '../contract/runner-start.ts'
import { TrellisError } from '../core/errors.ts'
import { findEngine } from '../platform/containers/engine.ts'
import { removeTree } from '../platform/remove-tree.ts'
import { pickIsolation } from '../runner/isolation/pick.ts'
import { surroundings } from '../runner/isolation/surroundings.ts'
import type { WhyNot } from '../runner/isolation/why-not.ts'

export interface IsolationWish {
  readonly isolation: 'auto' | 'container' | 'sandbox' | 'process'
  /** Which containers are made from, and how they reach the internet; default: what the engine gives. */
  readonly containerImage?: string | undefined
  readonly containerNetwork?: string | undefined
  readonly limits?: { readonly [Key in keyof BuildLimits]?: BuildLimits[Key] | undefined } | undefined
}

export interface ChosenIsolation {
  readonly isolation: 'container' | 'sandbox' | 'process'
  readonly containers: ContainerSettings | null
  readonly warnings: string[]
}

/** Enough for every build, and too few to take the machine down. */
const mostProcesses = 4_096

/**
 * Tries what this machine can do, in a folder of its own below `scratch`.
 * @throws TrellisError isolation_unavailable, container_engine_unavailable, container_image_missing, container_image_unsuitable
 */
export async function chooseIsolation(
  wish: IsolationWish,
  { home, scratch }: { home: string; scratch: string },
): Promise<ChosenIsolation> {
  const containers = wish.isolation === 'container' ? await containersFor(wish, home) : null
  if (containers && 'why' in containers) throw unavailable(containers)
  if (!containers) refuseContainerSettings(wish)
  const trial = await mkdtemp(join(scratch, 'trial-'))
  const { readable, files } = surroundings(process.env, process.execPath)
  const own = { writable: [trial], tmp: trial }
  const job = { ...own, deployment: 'trial', readable: files, folder: join(trial, 'layers') }
  const settings = {
    ...own,
    ...{ cookie: 'TRELLIS_JOB=trial', readable, hide: [home], trial },
    container: containers && { settings: containers, job },
  }
  try {
    const picked = await pickIsolation(wish.isolation, settings)
    if ('why' in picked) throw unavailable(picked)
    const problem = await picked.prove()
    if (problem) throw unavailable(problem)
    const { isolation, whyNotStronger, inside } = picked
    await isolation.close()
    const warnings =
      isolation.name === 'process'
        ? [`Builds run as plain processes and can read what this user can read: ${whyNotStronger}.`]
        : []
    const known = inside?.image ?? null
    return { isolation: isolation.name, containers: containers && { ...containers, known }, warnings }
  } finally {
    await removeTree(trial)
  }
}

async function containersFor(wish: IsolationWish, home: string): Promise<ContainerSettings | WhyNot> {
  const { containerImage: image, containerNetwork: network = null, limits = {} } = wish
  if (!image) return noImage
  const engine = await findEngine(process.env)
  if ('why' in engine) return { code: 'container_engine_unavailable', why: engine.why, hint: startEngine }
  const { memory = null, cpus = null, processes = mostProcesses } = limits
  return { socket: engine.socket, home, image, known: null, network, limits: { memory, cpus, processes } }
}

export const startEngine =
  'Start Docker, or the API of Podman (`podman system service`), or name its socket: DOCKER_HOST=unix:///path.'
const noImage: WhyNot = {
  code: 'isolation_unavailable',
  why: 'It is not known which image to build in',
  hint: 'Name one with --container-image: trellis up --help.',
}

/** A limit that nobody keeps would be worse than none. */
function refuseContainerSettings({ isolation, containerImage, containerNetwork, limits = {} }: IsolationWish): void {
  const isLimited = Object.values(limits).some(limit => limit !== undefined && limit !== null)
  if (containerImage === undefined && containerNetwork === undefined && !isLimited) return
  throw unavailable({
    code: 'isolation_unavailable',
    why: `${isLimited ? 'Limits of memory, processors and processes' : 'An image and its network'} are kept in containers only, not with --isolation ${isolation}`,
    hint: 'Choose --isolation container, or leave them out.',
  })
}

const unavailable = ({ code, why, hint }: WhyNot) =>
  new TrellisError(code, `${why.charAt(0).toUpperCase()}${why.slice(1)}.`, hint)
