import { hostname } from 'node:os'
import semver from 'semver'
import { optionsTo } from '../../cli/aws/options-to.ts'
import { findPrincipal } from '../../core/account/principal.ts'
import { TrellisError } from '../../core/errors.ts'
import { belowEmulator } from '../aws/settings.ts'
import { version } from '../version.ts'
import { type Admitted, admitOwner } from './admit.ts'
import { imageParameters } from './build-image.ts'
import { type Cloud, findInstallation, openCloud, type Place, type Say, type Standing } from './cloud.ts'
import { dashboardFiles } from './dashboard-files.ts'
import { deployInstallation } from './deploy.ts'
import type { DnsRecord } from './domain/certificate.ts'
import { forgetDomains, prepareDomain, recordToSet } from './domain/domain.ts'
import { askHealth, missingPart } from './health.ts'
import { prepareEcs } from './prepare-ecs.ts'
import { publishDashboard } from './publish-dashboard.ts'

export interface Installed {
  name: string
  account: string
  region: string
  version: string
  /** Where browsers and command lines find it. */
  url: string
  /** What leads there and is yet to be set, where the domain is kept; null: nothing. */
  record: DnsRecord | null
}

/**
 * Installs Trellis, or goes on where that was interrupted.
 * @throws TrellisError already_exists when an installation of another version stands there, installation_failed, credentials_…
 */
export async function install(place: Place, say: Say): Promise<Installed & Admitted> {
  const cloud = await openCloud(place, say)
  const before = await findInstallation(cloud, place.name)
  refuseOtherVersion(before, place)
  if (!before?.whole) await prepareEcs(cloud.access, say)
  const standing = await bring(cloud, place, say)
  return { ...described(cloud, place, standing), ...(await admitOwner(cloud, standing, hostname())) }
}

/**
 * Lets in whoever has the account's credentials, once more: the way back where every login is over. Nothing else changes.
 * @throws TrellisError installation_not_found, credentials_…
 */
export async function admit(place: Place, say: Say): Promise<Installed & Admitted> {
  const cloud = await openCloud(place, say)
  const standing = await findInstallation(cloud, place.name)
  if (!standing?.whole) throw notInstalled(place, cloud.access.region)
  return { ...described(cloud, place, standing), ...(await admitOwner(cloud, standing, hostname())) }
}

/** @throws TrellisError already_exists: that is for `upgrade` */
export function refuseOtherVersion(before: Standing | null, place: Place): void {
  if (!before?.whole || before.version === version) return
  const newer = semver.gt(before.version, version)
  throw new TrellisError(
    'already_exists',
    `Trellis ${before.version} is installed here as ${place.name}${newer ? `, which is newer than this one, ${version}` : ''}.`,
    newer
      ? `Use Trellis ${before.version} or newer for it, since none is brought back to an older one; --name installs another one beside it.`
      : `\`trellis upgrade${optionsTo(place)}\` brings it to ${version}; --name installs another one beside it.`,
  )
}

/** @throws TrellisError installation_not_found, installation_newer, installation_failed, credentials_… */
export async function upgrade(place: Place, say: Say): Promise<Installed & { before: string }> {
  const cloud = await openCloud(place, say)
  const before = await findInstallation(cloud, place.name)
  if (!before) throw notInstalled(place, cloud.access.region)
  if (semver.gt(before.version, version)) {
    throw new TrellisError(
      'installation_newer',
      `Trellis ${before.version} is installed as ${place.name}, and this is ${version}: its records may be of a newer kind.`,
      `Upgrade with Trellis ${before.version} or newer.`,
    )
  }
  const standing = await bring(cloud, place, say)
  return { ...described(cloud, place, standing), before: before.version }
}

/** All that an installation is made of. */
async function bring(cloud: Cloud, place: Place, say: Say): Promise<Standing> {
  const { name, domain, image, alarmEmail } = place
  const files = await dashboardFiles(say)
  const parameters = {
    ...(domain !== undefined && (await prepareDomain(cloud, name, domain, say))),
    ...(image !== undefined && imageParameters(image, findPrincipal(cloud.identity).partition)),
    ...(alarmEmail !== undefined && { AlarmEmail: alarmEmail ?? '' }),
  }
  const standing = await deployInstallation(cloud, place, parameters, say)
  if (domain !== undefined) await forgetDomains(cloud, name, domain)
  await publishDashboard(cloud, standing.outputs.SiteBucket ?? '', files, say).catch(error => {
    throw missingPart(error, place, standing)
  })
  await askHealth(addressOfApi(cloud, standing), place, say)
  return standing
}

export const notInstalled = ({ name, profile }: Place, region: string) =>
  new TrellisError(
    'installation_not_found',
    `Trellis is not installed as ${name} in ${region}${profile ? ` of the account of the profile ${profile}` : ''}.`,
    'Name the region with --region and the installation with --name.',
  )

function described({ access }: Cloud, { name }: Place, standing: Standing): Installed {
  const { accountId: account, region, endpointUrl } = access
  const { outputs, version: brought } = standing
  return {
    name,
    account,
    region,
    version: brought,
    url: addressOf(outputs, endpointUrl),
    record: recordToSet(standing),
  }
}

/** The API by itself: CloudFront may take some minutes to be there, and a new domain longer. */
const addressOfApi = ({ access: { endpointUrl } }: Cloud, { outputs: { ApiUrl = '' } }: Standing): string =>
  endpointUrl ? belowEmulator(ApiUrl, endpointUrl) : ApiUrl

/** Where browsers and command lines find an installation. No resolver knows the names of an emulator: there it is the API alone. */
export function addressOf({ Url = '', ApiUrl }: Record<string, string>, emulator: string | null): string {
  return emulator && ApiUrl ? belowEmulator(ApiUrl, emulator) : Url
}
