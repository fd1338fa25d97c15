import { ListHostedZonesByNameCommand, Route53Client } from '@aws-sdk/client-route-53'
import { clientConfig } from '../../../runner/cdk/aws-client.ts'
import type { Cloud } from '../cloud.ts'

/** Of one name there may be some that are private. */
const mostZones = 20

/** The public zone of this account that a domain lies in, the narrowest; null: it is kept elsewhere, or nobody may look. */
export async function findZone({ access }: Cloud, domain: string): Promise<string | null> {
  const client = new Route53Client(clientConfig(access, 'us-east-1'))
  try {
    for (const name of namesAbove(domain)) {
      const { HostedZones = [] } = await client.send(
        new ListHostedZonesByNameCommand({ DNSName: name, MaxItems: mostZones }),
      )
      const found = HostedZones.find(zone => zone.Name === `${name}.` && !zone.Config?.PrivateZone)
      if (found?.Id) return found.Id.replace('/hostedzone/', '')
    }
    return null
  } catch (error) {
    if (error instanceof Error && /AccessDenied/.test(error.name)) return null
    throw error
  } finally {
    client.destroy()
  }
}

/** Itself first; a zone of one word is a registry's. */
export function namesAbove(domain: string): string[] {
  const words = domain.split('.')
  return words.slice(0, -1).map((_, index) => words.slice(index).join('.'))
}
