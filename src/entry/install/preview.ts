import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../dashboard-folder.ts'
import { buildAssembly } from './assembly.ts'
import { imageParameters } from './build-image.ts'
import { findInstallation, openCloud, type Place, type Say } from './cloud.ts'
import { type Estimate, estimate } from './estimate.ts'
import { refuseOtherVersion } from './install.ts'
import { isPrepared } from './is-prepared.ts'
import { ownNames } from './own-names.ts'
import { type Permissions, permissionsOf } from './permissions.ts'
import { type Kind, kindsOf, type Template } from './resources.ts'

export interface Preview {
  name: string
  account: string
  region: string
  /** Who installs, as AWS knows them. */
  identity: string
  /** Whether an earlier attempt is gone on with. */
  begun: boolean
  /** Whether it stands already, in this version. */
  stands: boolean
  /** Whether the account has to be prepared for the CDK first. */
  prepares: boolean
  kinds: Kind[]
  estimate: Estimate
  permissions: Permissions
  /** Where it would be found; null: by the address of CloudFront, or as before. */
  domain: string | null
  /** Of build machines; null: the public one, or as before. */
  image: string | null
  /** Who would be told of alarms; null: nobody, or as before. */
  alarmEmail: string | null
  /** What the CDK's execution role is to be allowed; none: everything. */
  bootstrapPolicies: string[]
}

/** What `install` would do, and whether it may. Nothing is changed. @throws TrellisError already_exists, credentials_… */
export async function beforeInstall(place: Place, say: Say): Promise<Preview> {
  const cloud = await openCloud(place, say)
  const { name, domain, image, alarmEmail } = place
  const before = await findInstallation(cloud, name)
  refuseOtherVersion(before, place)
  const prepared = await isPrepared(cloud.session)
  const inEcr = imageParameters(image ?? null, '').ImageRepository !== ''
  const all = await templateOf(await buildAssembly(packageRoot))
  const template = asked(all, { domain: domain !== undefined, inEcr, told: Boolean(alarmEmail) })
  const own = ownNames(all, name, before?.outputs ?? {})
  return {
    ...{ name, account: cloud.access.accountId, region: cloud.access.region, identity: cloud.identity },
    ...{ begun: before?.whole === false, stands: before?.whole === true, prepares: !prepared },
    kinds: kindsOf(template),
    estimate: estimate(template),
    permissions: await permissionsOf(cloud, name, own, { prepared, domain: domain !== undefined }),
    domain: domain ?? null,
    image: image ?? null,
    alarmEmail: alarmEmail ?? null,
    bootstrapPolicies: place.bootstrapPolicies ?? [],
  }
}

async function templateOf(assembly: string): Promise<Template> {
  return JSON.parse(await readFile(join(assembly, 'Trellis.template.json'), 'utf8'))
}

/** What only a domain, an image of one's own or a reader of alarms needs stands under a condition. */
export const asked = (
  { Resources }: Template,
  { domain, inEcr, told }: { domain: boolean; inEcr: boolean; told: boolean },
): Template => ({
  Resources: Object.fromEntries(
    Object.entries(Resources).filter(([, { Condition = null }]) => {
      if (Condition?.startsWith('Domain')) return domain
      if (Condition?.startsWith('Alarms')) return told
      return Condition?.includes('ImageInEcr') ? inEcr : true
    }),
  ),
})
