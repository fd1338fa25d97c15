import type { GitHubStatus } from '../../contract/github.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { ConnectionRecord } from '../ports/connection-store.ts'
import type { Ports } from '../ports/ports.ts'
import { installUrlOf } from './connect.ts'
import { openConnection } from './open-connection.ts'

/** How this server is connected to GitHub, and how it learns of pushes. GitHub being away is told, and is no error. */
export async function gitHubStatus(ports: Ports, actor: Asker): Promise<GitHubStatus> {
  demand(actor, 'read', {})
  const connection = await openConnection(ports)
  const record = connection?.record ?? null
  const facts = await ports.deliveries.facts()
  const asked = connection
    ? await ports.github.installations(connection).then(
        installations => ({ installations, problem: null }),
        (error: unknown) => {
          if (error instanceof TrellisError) return { installations: [], problem: error.message }
          throw error
        },
      )
    : { installations: [], problem: null }
  return {
    app: record && {
      id: record.appId,
      slug: record.slug,
      name: record.name,
      owner: record.owner,
      url: record.url,
      installUrl: installUrlOf(record.url),
      settingsUrl: settingsOf(record),
    },
    url: record?.webUrl ?? null,
    connectedAt: inWords(record?.connectedAt),
    keyChangedAt: inWords(record?.keyChangedAt),
    secretChangedAt: inWords(record?.secretChangedAt),
    ...asked,
    webhook: {
      url: record?.webhookUrl ?? null,
      lastAt: inWords(facts.lastAt),
      accepted: facts.accepted,
      refused: facts.refused,
    },
    ...pushesOf(record, facts.lastAt),
  }
}

/** Pages of a person's Apps and of an organisation's lie apart, and nothing says here which it is. */
const settingsOf = ({ webUrl, owner, slug }: ConnectionRecord): string =>
  `${webUrl}/organizations/${owner}/settings/apps/${slug}`

const inWords = (time: number | null | undefined): string | null =>
  time === null || time === undefined ? null : new Date(time).toISOString()

/** Whether webhooks arrive: only then repositories are looked at seldom. */
export async function webhooksArrive(ports: Pick<Ports, 'connections' | 'deliveries'>): Promise<boolean> {
  const [record, { lastAt }] = await Promise.all([ports.connections.connection(), ports.deliveries.facts()])
  return pushesOf(record, lastAt).pushes === 'webhook'
}

function pushesOf(
  record: ConnectionRecord | null,
  lastAt: number | null,
): Pick<GitHubStatus, 'pushes' | 'pushesReason'> {
  if (!record) return { pushes: 'off', pushesReason: 'This server is not connected to GitHub.' }
  if (!record.webhookUrl) {
    const pushesReason =
      'GitHub cannot reach this server, so Trellis looks at the repositories by itself. Start it with --public-url and connect again for webhooks.'
    return { pushes: 'polling', pushesReason }
  }
  if (lastAt === null || lastAt < record.connectedAt) {
    const pushesReason = `No webhook has arrived at ${record.webhookUrl} yet: until one does, Trellis looks at the repositories by itself.`
    return { pushes: 'polling', pushesReason }
  }
  const pushesReason = 'GitHub tells of pushes; Trellis also looks by itself now and then, should one get lost.'
  return { pushes: 'webhook', pushesReason }
}
