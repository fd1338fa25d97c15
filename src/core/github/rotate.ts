import { RotateGitHub } from '../../contract/github.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { ConnectionRecord } from '../ports/connection-store.ts'
import type { Ports } from '../ports/ports.ts'
import { webhookUrlFor } from './manifest.ts'
import { connectionContext, demandConnection, type OpenConnection } from './open-connection.ts'

/** How long what was signed with the former secret is still taken. */
const grace = 24 * 60 * 60_000

/**
 * Exchanges the private key for one that was made on the App's page, and the secret of the webhook. Both are tried out before
 * they take the place of the old ones.
 * @throws TrellisError github_not_connected, invalid_input, and what GitHub says
 */
export async function rotateGitHub(ports: Ports, actor: Asker, wish: RotateGitHub): Promise<void> {
  demand(actor, 'administer', {})
  const { privateKey, webhookSecret } = RotateGitHub.parse(wish)
  if (privateKey !== undefined) await exchangeKey(ports, await demandConnection(ports), privateKey)
  if (webhookSecret) await exchangeSecret(ports, await demandConnection(ports))
}

async function exchangeKey(ports: Ports, { record, webUrl, appId }: OpenConnection, given: string): Promise<void> {
  const privateKey = given.trim()
  if (!/^-----BEGIN (RSA )?PRIVATE KEY-----\n[\s\S]+\n-----END (RSA )?PRIVATE KEY-----$/.test(privateKey)) {
    throw new TrellisError(
      'invalid_input',
      'This is not a private key as the page of the App hands it out (PEM).',
      'Make one on the page of the App, under “Private keys”, and give the file as it is.',
    )
  }
  await ports.github.check({ webUrl, appId, privateKey })
  const sealed = await ports.vault.seal(privateKey, connectionContext('private-key', appId))
  await ports.connections.save({ ...record, privateKey: sealed, keyChangedAt: ports.clock.now() })
}

async function exchangeSecret(ports: Ports, connection: OpenConnection): Promise<void> {
  const { record, appId, webUrl } = connection
  const webhookUrl = webhookUrlFor(webUrl, ports.site()) ?? record.webhookUrl
  if (!webhookUrl) {
    throw new TrellisError(
      'invalid_input',
      'GitHub cannot reach this server, so that its App has no webhook.',
      'Start the server with --public-url, and connect it again.',
    )
  }
  const now = ports.clock.now()
  const secret = ports.ids.token()
  const changed: ConnectionRecord = {
    ...record,
    webhookUrl,
    webhookSecret: await ports.vault.seal(secret, connectionContext('webhook-secret', appId)),
    formerSecret: record.webhookSecret ? { sealed: record.webhookSecret, until: now + grace } : null,
    secretChangedAt: now,
  }
  // First: whatever GitHub signs with from now on is known here, also if this process ends before it has an answer.
  await ports.connections.save(changed)
  try {
    await ports.github.setWebhook(connection, webhookUrl, secret)
  } catch (error) {
    await ports.connections.save(record)
    throw error
  }
}
