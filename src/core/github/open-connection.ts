import { TrellisError } from '../errors.ts'
import type { ConnectionRecord, ConnectionStore } from '../ports/connection-store.ts'
import type { GitHubApp } from '../ports/github.ts'
import type { Ports } from '../ports/ports.ts'

/** The parts of a connection that are secret, each sealed for itself. */
export const connectionContext = (part: 'private-key' | 'client-secret' | 'webhook-secret', appId: number): string =>
  `github:${appId}:${part}`

/** A connection with its key. */
export interface OpenConnection extends GitHubApp {
  record: ConnectionRecord
  /** What webhooks may be signed with, the newest first. */
  secrets: readonly { secret: string; until: number | null }[]
}

/** What was opened last: a burst of webhooks must not open the same secrets a thousand times. */
const opened = new WeakMap<ConnectionStore, OpenConnection>()

type Needs = Pick<Ports, 'connections' | 'vault'>

/** @returns null when no GitHub App is connected. @throws TrellisError key_unusable */
export async function openConnection(ports: Needs): Promise<OpenConnection | null> {
  const record = await ports.connections.connection()
  if (!record) return null
  const known = opened.get(ports.connections)
  if (known && isSame(known.record, record)) return known
  const { webUrl, appId, webhookSecret, formerSecret } = record
  const webhookContext = connectionContext('webhook-secret', appId)
  const secrets: { secret: string; until: number | null }[] = []
  if (webhookSecret) secrets.push({ secret: await ports.vault.open(webhookSecret, webhookContext), until: null })
  if (formerSecret) {
    secrets.push({ secret: await ports.vault.open(formerSecret.sealed, webhookContext), until: formerSecret.until })
  }
  const privateKey = await ports.vault.open(record.privateKey, connectionContext('private-key', appId))
  const connection = { webUrl, appId, privateKey, record, secrets }
  opened.set(ports.connections, connection)
  return connection
}

/** @throws TrellisError github_not_connected, key_unusable */
export async function demandConnection(ports: Needs): Promise<OpenConnection> {
  const connection = await openConnection(ports)
  if (connection) return connection
  throw new TrellisError(
    'github_not_connected',
    'This server is not connected to GitHub.',
    'Connect it: `trellis github connect`, or in the settings of the dashboard.',
  )
}

/** A ciphertext is never given twice. */
const isSame = (a: ConnectionRecord, b: ConnectionRecord): boolean =>
  a.privateKey === b.privateKey &&
  a.webhookSecret === b.webhookSecret &&
  a.webhookUrl === b.webhookUrl &&
  a.formerSecret?.sealed === b.formerSecret?.sealed

/** The App with what signs people in; null when none is connected. @throws TrellisError key_unusable */
export async function signInApp(ports: Needs): Promise<(GitHubApp & SignInSecrets) | null> {
  const connection = await openConnection(ports)
  if (!connection) return null
  const { webUrl, appId, privateKey, record } = connection
  const clientSecret = await ports.vault.open(record.clientSecret, connectionContext('client-secret', appId))
  return { webUrl, appId, privateKey, clientId: record.clientId, clientSecret }
}

interface SignInSecrets {
  clientId: string
  clientSecret: string
}
