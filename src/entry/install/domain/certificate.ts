import { setTimeout as sleep } from 'node:timers/promises'
import type { StackEvent } from '@aws-sdk/client-cloudformation'
import { TrellisError } from '../../../core/errors.ts'
import type { Session } from '../../../runner/cdk/session.ts'

/** CloudFront takes certificates from here alone, wherever the installation is. */
export const certificateRegion = 'us-east-1'

export interface CertificateWish {
  /** Of the stack that holds it. */
  stack: string
  domain: string
  /** Where it can be proved at once; null: somebody has to. */
  zone: string | null
  tags: Record<string, string>
}

/** Of a proof that nobody has to give: as long as DNS may take. */
const patienceMs = 20 * 60_000

const template = ({ domain, zone }: CertificateWish): string =>
  JSON.stringify({
    Description: `The certificate of ${domain} for Trellis`,
    Resources: {
      Certificate: {
        Type: 'AWS::CertificateManager::Certificate',
        Properties: {
          DomainName: domain,
          ValidationMethod: 'DNS',
          ...(zone && { DomainValidationOptions: [{ DomainName: domain, HostedZoneId: zone }] }),
        },
      },
    },
    Outputs: { Certificate: { Value: { Ref: 'Certificate' } } },
  })

/**
 * A certificate for a domain, in a stack of its own, since CloudFormation proves by itself what lies in a zone of the account, takes up what was interrupted, and
 * cleans up. @returns its ARN
 * @throws TrellisError domain_unproved: somebody has to set the record that it names; asked again then, it goes on. installation_failed
 */
export async function ensureCertificate(session: Session, wish: CertificateWish): Promise<string> {
  const place = { name: wish.stack, region: certificateRegion }
  const { stacks, pollMs } = session
  let before = await stacks.describe(place)
  if (/ROLLBACK|DELETE/.test(before?.StackStatus ?? '')) before = await stacks.stable(place, pollMs)
  if (/ROLLBACK|FAILED/.test(before?.StackStatus ?? '')) {
    await stacks.delete(place)
    before = await stacks.stable(place, pollMs)
  }
  if (!before) await stacks.create(place, template(wish), wish.tags)
  for (const until = Date.now() + patienceMs; ; await sleep(pollMs)) {
    const stack = await stacks.describe(place)
    const status = stack?.StackStatus ?? 'DELETE_COMPLETE'
    if (status === 'CREATE_COMPLETE') return stack?.Outputs?.[0]?.OutputValue ?? ''
    const events = await stacks.events(place, new Date(0))
    if (status !== 'CREATE_IN_PROGRESS') throw notIssued(wish.domain, events)
    const record = recordOf(events)
    if (record && !wish.zone) throw unproved(wish.domain, record)
    if (Date.now() > until) throw unproved(wish.domain, record)
  }
}

export interface DnsRecord {
  name: string
  type: string
  value: string
}

/** CloudFormation tells it in the words of an event, and nowhere else. */
export function recordOf(events: readonly StackEvent[]): DnsRecord | null {
  for (const { ResourceStatusReason = '' } of events) {
    const [, name, type, value] =
      /\{Name: ?(\S+?)\.?, ?Type: ?(\w+), ?Value: ?(\S+?)\.?\}/.exec(ResourceStatusReason) ?? []
    if (name && type && value) return { name, type, value }
  }
  return null
}

const unproved = (domain: string, record: DnsRecord | null) =>
  new TrellisError(
    'domain_unproved',
    `AWS does not know yet that ${domain} is yours, and gives no certificate for it before.`,
    record
      ? `Set this record where ${domain} is kept, and run this command again: ${record.name} ${record.type} ${record.value}`
      : 'Run this command again later: it goes on where it is.',
  )

function notIssued(domain: string, events: readonly StackEvent[]): TrellisError {
  const first = events.findLast(one => one.ResourceStatus === 'CREATE_FAILED')
  const why = first?.ResourceStatusReason ?? 'AWS gave no reason'
  return new TrellisError('installation_failed', `There is no certificate for ${domain}: ${why}`)
}
