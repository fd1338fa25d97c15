import { createHash } from 'node:crypto'
import { removeStack } from '../../../runner/cdk/remove-stack.ts'
import type { Cloud, Say, Standing } from '../cloud.ts'
import { certificateRegion, type DnsRecord, ensureCertificate } from './certificate.ts'
import { findZone } from './find-zone.ts'

/** As the parameters of the template name them. */
export interface DomainParameters {
  Domain: string
  Certificate: string
  /** Empty: the domain is kept elsewhere. */
  Zone: string
}

const tagsOf = ({ access }: Cloud, name: string) => ({
  trellis: 'domain',
  'trellis-installation': `${access.region}/${name}`,
})

/** By which its parts are known from those of any other installation or domain. */
function stackOf({ access }: Cloud, name: string, domain: string): string {
  const digest = createHash('sha256').update(`${access.region}/${domain}`).digest('hex')
  return `${name}-domain-${digest.slice(0, 8)}`
}

/** What a domain needs before CloudFront takes it. @throws TrellisError domain_unproved, installation_failed */
export async function prepareDomain(cloud: Cloud, name: string, domain: string, say: Say): Promise<DomainParameters> {
  const zone = await findZone(cloud, domain)
  say(
    zone
      ? `Proving to AWS that ${domain} is yours, by a record in its zone. This can take some minutes.`
      : `${domain} lies in no zone of this account: its records are for you to set.`,
  )
  const wish = { stack: stackOf(cloud, name, domain), domain, zone, tags: tagsOf(cloud, name) }
  return { Domain: domain, Certificate: await ensureCertificate(cloud.session, wish), Zone: zone ?? '' }
}

/** Removes the certificates of an installation, but for that of a domain that it still has. */
export async function forgetDomains(cloud: Cloud, name: string, kept?: string): Promise<void> {
  const { session } = cloud
  const still = kept && stackOf(cloud, name, kept)
  for (const { StackId: id = '', StackName = '' } of await session.stacks.tagged(
    tagsOf(cloud, name),
    certificateRegion,
  )) {
    if (StackName === still) continue
    await removeStack(session, { id, name: StackName, region: certificateRegion }, false)
  }
}

/** What is left to be set by hand; null: nothing. */
export function recordToSet({ stack, outputs }: Standing): DnsRecord | null {
  const given = (key: string) => stack.Parameters?.find(one => one.ParameterKey === key)?.ParameterValue
  const name = given('Domain')
  if (!name || given('Zone') || !outputs.SiteHost) return null
  return { name, type: 'CNAME', value: outputs.SiteHost }
}
