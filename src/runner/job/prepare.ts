import { chmod, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { JobSpec } from '../../contract/job.ts'
import type { Isolation } from '../isolation/isolation.ts'
import { writeNpmSettings } from '../isolation/npm-settings.ts'
import { type Picked, pickIsolation } from '../isolation/pick.ts'
import { surroundings, surroundingsIn } from '../isolation/surroundings.ts'
import type { WhyNot } from '../isolation/why-not.ts'
import { cdkEvents } from '../phases/cdk-events.ts'
import { FailedResources } from '../phases/failed-resources.ts'
import { startCdk } from './cdk-handle.ts'
import { downloads } from './environment.ts'
import { makeWorkFolders, type WorkFolders } from './folders.ts'
import { handOver } from './hand-over.ts'
import type { Job, JobBasis } from './job.ts'
import { jobSecrets } from './secrets.ts'

/** Makes the folders, starts what takes long to load, and finds out how builds can be isolated here. @returns why they cannot. */
export async function prepareJob(given: JobBasis): Promise<Job | WhyNot> {
  const { order, session, journal } = given
  const spec = session.job
  const around = surroundings(process.env, order.node)
  journal.hide([...jobSecrets(spec), ...around.secrets])
  const folders = await makeWorkFolders(order.work)
  const cache = downloads(spec)
  const tools = toolFolders(spec)
  for (const folder of [...(cache ? [cache] : []), ...tools]) await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeNpmSettings(folders.home, process.env.HOME)

  let job: Job | undefined
  const theJob = (): Job => {
    if (!job) throw new Error('The CDK worker spoke before it was asked')
    return job
  }
  const cdk = startCdk(given.cdkProcess, spec, onCloudChanging => cdkEvents(theJob, onCloudChanging))
  const cookie = `TRELLIS_JOB=${spec.deployment.id}`
  const own = {
    tmp: folders.tmp,
    writable: [folders.tree, folders.home, folders.assembly, ...(cache ? [cache] : [])],
  }
  const kept = [folders.scratch, ...tools]
  const { containers } = order
  const inContainer = { ...own, deployment: spec.deployment.id, folder: folders.layers }
  const picked = await pickIsolation(order.isolation, {
    ...own,
    cookie,
    readable: [...around.readable, ...kept],
    hide: order.hide,
    trial: folders.trial,
    ...(order.alone && { alone: { home: folders.home } }),
    container: containers && { settings: containers, job: { ...inContainer, readable: [...around.files, ...kept] } },
  })
  if ('why' in picked) {
    await cdk.worker.kill()
    return picked
  }
  const { isolation, inside } = picked
  await letStepsIn(folders, own.writable, isolation)
  const here = inside ? surroundingsIn(inside, around) : around
  journal.say(`Isolation: ${told(picked, containers?.image)}, Node ${here.nodeVersion}`)
  job = {
    ...given,
    spec,
    isolation,
    surroundings: here,
    folders,
    cookie,
    path: [],
    packageEnv: {},
    overlays: [],
    lastCause: undefined,
    failedResources: new FailedResources(),
    cdk,
    afterwards: [],
    prove: onceProven(picked, spec),
  }
  // It takes a moment, and the install wants it; meanwhile git is at work.
  if (!spec.artifact) {
    isolation.warm()
    void isolation.overlays()
  }
  return job
}

/** The server has tried the isolation when it started; once more when it is used, so that nobody waits for it before. */
function onceProven({ isolation, prove }: Picked, { artifact }: JobSpec): Job['prove'] {
  let proof: Promise<WhyNot | null> | undefined
  // What can mount overlays works: they are tried in it, and the install wants to know.
  const look = async () => (!artifact && (await isolation.overlays()) ? null : prove())
  return () => (proof ??= look())
}

/** Where they are a user of their own: to what is theirs, and through what leads there. */
async function letStepsIn(folders: WorkFolders, writable: readonly string[], isolation: Isolation): Promise<void> {
  if (!isolation.user) return
  await chmod(dirname(folders.tree), 0o711)
  await chmod(folders.scratch, 0o755)
  await handOver({ isolation }, ...writable, folders.tmp)
}

function told({ isolation, whyNotStronger, inside }: Picked, image = ''): string {
  if (isolation.name === 'user') return `a user of its own (${whyNotStronger})`
  if (isolation.name === 'process') return `process only (${whyNotStronger})`
  return inside ? `container of ${image} (${inside.image.id.replace(/^sha256:/, '').slice(0, 12)})` : isolation.name
}

/** Where the Node and the package managers lie that earlier builds fetched. */
function toolFolders({ cache: { read, write } }: JobSpec): string[] {
  const locations = [...read, ...(write ? [write] : [])]
  return [...new Set(locations.flatMap(one => (one.kind === 'folder' ? [join(one.path, 'tools')] : [])))]
}
