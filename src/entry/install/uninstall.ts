import { ECSClient } from '@aws-sdk/client-ecs'
import { TrellisError } from '../../core/errors.ts'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import { deleteLeftover, emptyBucket } from '../../runner/cdk/delete-leftover.ts'
import { CdkFailure } from '../../runner/cdk/events.ts'
import { contentOf, type Leftover } from '../../runner/cdk/leftovers.ts'
import { removeStack } from '../../runner/cdk/remove-stack.ts'
import { type Cloud, findInstallation, openCloud, type Place, type Say, type Standing } from './cloud.ts'
import { forgetDomains } from './domain/domain.ts'
import { addressOf, notInstalled } from './install.ts'
import { stopMachines } from './stop-machines.ts'

export interface Doomed {
  name: string
  account: string
  region: string
  /** Where command lines found it. */
  url: string
  /** What holds its data: stays, unless it is to be deleted too. */
  data: { type: string; id: string }[]
}

/** What removing an installation would take away. @throws TrellisError installation_not_found, credentials_… */
export async function beforeUninstall(place: Place): Promise<Doomed> {
  const cloud = await openCloud(place, () => undefined)
  return (await lookAt(cloud, place)).doomed
}

/** Removes an installation; its data as well, if that is wanted. @throws TrellisError installation_not_found, installation_failed, credentials_… */
export async function uninstall(place: Place, deleteData: boolean, say: Say): Promise<Doomed> {
  const cloud = await openCloud(place, say)
  const ecs = new ECSClient(clientConfig(cloud.access, undefined))
  const { standing, kept, doomed } = await lookAt(cloud, place)
  try {
    await stopMachines(ecs, standing.outputs.Cluster, say)
    say(`Deleting the stack ${place.name}.`)
    const stack = { id: standing.stack.StackId, name: place.name, region: undefined }
    const { SiteBucket } = standing.outputs
    // The pages are no data: they come with every package of Trellis.
    if (SiteBucket) await emptyBucket(SiteBucket, clientConfig(cloud.access, undefined)).catch(gone)
    const stuck = await removeStack(cloud.session, stack, deleteData)
    await forgetDomains(cloud, place.name)
    if (!deleteData) return doomed
    for (const one of [...kept, ...stuck]) {
      say(`Deleting ${one.id}.`)
      await deleteLeftover(cloud.session, one)
    }
    return { ...doomed, data: [] }
  } catch (error) {
    if (!(error instanceof CdkFailure)) throw error
    throw new TrellisError('installation_failed', error.failure.message, error.failure.hint)
  } finally {
    ecs.destroy()
  }
}

/** By an attempt that was interrupted. */
function gone(error: unknown): void {
  if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error
}

async function lookAt(cloud: Cloud, place: Place): Promise<{ standing: Standing; kept: Leftover[]; doomed: Doomed }> {
  const { accountId: account, region, endpointUrl } = cloud.access
  const standing = await findInstallation(cloud, place.name)
  if (!standing) throw notInstalled(place.name, region)
  const stack = { id: standing.stack.StackId, name: place.name, region: undefined }
  const { kept } = await contentOf(cloud.session.stacks, stack)
  // The bucket's own policy goes with the bucket.
  const data = kept.map(({ type, id }) => ({ type, id }))
  const url = addressOf(standing.outputs, endpointUrl)
  return { standing, kept, doomed: { name: place.name, account, region, url, data } }
}
