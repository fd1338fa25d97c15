import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobSpec } from '../../contract/job.ts'
import { writeNpmSettings } from '../isolation/npm-settings.ts'
import { pickIsolation } from '../isolation/pick.ts'
import { surroundings } from '../isolation/surroundings.ts'
import { cdkEvents } from '../phases/cdk-events.ts'
import { FailedResources } from '../phases/failed-resources.ts'
import { startCdk } from './cdk-handle.ts'
import { downloads } from './environment.ts'
import { makeWorkFolders } from './folders.ts'
import type { Job, JobBasis } from './job.ts'
import { jobSecrets } from './secrets.ts'

/** Makes the folders, starts what takes long to load, and finds out how builds can be isolated here. @returns why they cannot. */
export async function prepareJob(given: JobBasis): Promise<Job | string> {
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
  const picked = await pickIsolation(order.isolation, {
    cookie,
    tmp: folders.tmp,
    writable: [folders.tree, folders.home, folders.assembly, ...(cache ? [cache] : [])],
    readable: [...around.readable, folders.scratch, ...tools],
    hide: order.hide,
    trial: folders.trial,
  })
  if (typeof picked === 'string') {
    await cdk.worker.kill()
    return picked
  }
  const { isolation, whyNotStronger } = picked
  journal.say(isolation.name === 'sandbox' ? 'Isolation: sandbox' : `Isolation: process only (${whyNotStronger})`)
  job = {
    ...given,
    spec,
    isolation,
    surroundings: around,
    folders,
    cookie,
    path: [],
    packageEnv: {},
    overlays: [],
    lastCause: undefined,
    failedResources: new FailedResources(),
    cdk,
  }
  // Finding out takes a moment, and the install wants to know; meanwhile git is at work.
  if (!spec.artifact) void isolation.overlays()
  return job
}

/** Where the Node and the package managers lie that earlier builds fetched. */
function toolFolders({ cache: { read, write } }: JobSpec): string[] {
  const locations = [...read, ...(write ? [write] : [])]
  return [...new Set(locations.flatMap(one => (one.kind === 'folder' ? [join(one.path, 'tools')] : [])))]
}
