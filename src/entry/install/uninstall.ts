import { ECSClient } from '@aws-sdk/client-ecs'
import { optionsTo } from '../../cli/aws/options-to.ts'
import { TrellisError } from '../../core/errors.ts'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import { emptyBucket } from '../../runner/cdk/delete-leftover.ts'
import { CdkFailure } from '../../runner/cdk/events.ts'
import type { Leftover } from '../../runner/cdk/leftovers.ts'
import { removeStack } from '../../runner/cdk/remove-stack.ts'
import { type Cloud, findInstallation, openCloud, type Place, type Say, type Standing } from './cloud.ts'
import { forgetDomains } from './domain/domain.ts'
import { addressOf, notInstalled } from './install.ts'
import { dataBefore, dataOf, deleteData } from './kept-data.ts'
import { countMachines, stopMachines } from './stop-machines.ts'
import { unprotect } from './unprotect.ts'

type Data = { type: string; id: string }[]

export interface Doomed {
  name: string
  account: string
  region: string
  /** Where command lines found it; null: it is gone already, and only its data is there. */
  url: string | null
  /** What holds its data: stays, unless it is to be deleted too. */
  data: Data
  /** What installations of that name left that were removed before: stays as long as one stands. */
  earlier: Data
}

/**
 * What removing an installation would take away, and how many builds it would end (null: nobody may look).
 * @throws TrellisError installation_not_found, credentials_…
 */
export async function beforeUninstall(place: Place): Promise<Doomed & { builds: number | null }> {
  const cloud = await openCloud(place, () => undefined)
  const { standing, doomed } = await lookAt(cloud, place)
  const cluster = standing?.outputs.Cluster
  if (!cluster) return { ...doomed, builds: 0 }
  const ecs = new ECSClient(clientConfig(cloud.access, undefined))
  try {
    return { ...doomed, builds: await countMachines(ecs, cluster) }
  } finally {
    ecs.destroy()
  }
}

/**
 * Removes an installation; its data as well, if that is wanted, also when it was kept by a removal before.
 * @throws TrellisError installation_not_found, installation_failed, credentials_…
 */
export async function uninstall(place: Place, withData: boolean, say: Say): Promise<Doomed> {
  return uninstallFrom(await openCloud(place, say), place, withData, say)
}

export async function uninstallFrom(cloud: Cloud, place: Place, withData: boolean, say: Say): Promise<Doomed> {
  const { session } = cloud
  const { standing, data, doomed } = await lookAt(cloud, place)
  if (!standing && !withData) throw onlyData(place, doomed)
  try {
    const stuck = standing ? await removeStanding(cloud, place, standing, withData, say) : []
    if (!withData) return { ...doomed, data: shown([...data, ...stuck]) }
    await deleteData(session, [...data, ...stuck], say)
    return { ...doomed, data: [] }
  } catch (error) {
    if (!(error instanceof CdkFailure)) throw error
    throw new TrellisError('installation_failed', error.failure.message, error.failure.hint)
  }
}

/** @returns what had to be left behind so that the stack could go */
async function removeStanding(
  cloud: Cloud,
  { name }: Place,
  { stack, outputs }: Standing,
  withData: boolean,
  say: Say,
): Promise<Leftover[]> {
  const ecs = new ECSClient(clientConfig(cloud.access, undefined))
  try {
    await stopMachines(ecs, outputs.Cluster, say)
    say(`Deleting the stack ${name}.`)
    await unprotect(cloud.session, stack)
    const { SiteBucket } = outputs
    // The pages are no data: they come with every package of Trellis.
    if (SiteBucket) await emptyBucket(SiteBucket, clientConfig(cloud.access, undefined)).catch(gone)
    const stuck = await removeStack(cloud.session, { id: stack.StackId, name, region: undefined }, withData)
    await forgetDomains(cloud, name)
    return stuck
  } finally {
    ecs.destroy()
  }
}

/** By an attempt that was interrupted. */
function gone(error: unknown): void {
  if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error
}

async function lookAt(
  cloud: Cloud,
  place: Place,
): Promise<{ standing: Standing | null; data: Leftover[]; doomed: Doomed }> {
  const { session } = cloud
  const { accountId: account, region, endpointUrl } = cloud.access
  const standing = await findInstallation(cloud, place.name)
  const earlier = await dataBefore(session, place.name)
  if (!standing && earlier.length === 0) throw notInstalled(place, region)
  const data = standing ? await dataOf(session, { id: standing.stack.StackId, name: place.name }) : earlier
  const url = standing && addressOf(standing.outputs, endpointUrl)
  const doomed = {
    ...{ name: place.name, account, region, url },
    ...{ data: shown(data), earlier: standing ? shown(earlier) : [] },
  }
  return { standing, data, doomed }
}

const shown = (data: Leftover[]): Data => data.map(({ type, id }) => ({ type, id }))

const onlyData = (place: Place, { region, data }: Doomed) =>
  new TrellisError(
    'installation_not_found',
    `Trellis is not installed as ${place.name} in ${region}. An installation that was removed left ${data.map(one => one.id).join(', ')}.`,
    `\`trellis uninstall --delete-data${optionsTo(place)}\` deletes that.`,
  )
