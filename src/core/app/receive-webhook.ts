import { createHmac, timingSafeEqual } from 'node:crypto'
import type { WebhookSecret } from '../../contract/webhook.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { findApp } from './find-app.ts'

const webhookContext = (app: string) => `webhook:${app}`

/** Makes the secret that signs an app's webhook, in place of an older one. Shown this once. @throws TrellisError app_not_found */
export async function rotateWebhook(ports: Ports, actor: Asker, name: string): Promise<WebhookSecret> {
  demand(actor, 'administer', { app: name })
  const app = await findApp(ports, name)
  const secret = ports.ids.token()
  await ports.apps.updateApp(app.name, { webhookSecret: await ports.vault.seal(secret, webhookContext(name)) })
  return { path: `/webhooks/git/${name}`, secret, replaced: app.webhookSecret !== null }
}

/**
 * Takes word of a push. The signature is checked over the raw body before anything in it is read, and nothing in it is:
 * the branch's head decides. An unknown app is answered like a wrong signature, so that nobody can list apps here.
 * @param signature header X-Hub-Signature-256, `sha256=<hex>`. @throws TrellisError wrong_signature
 */
export async function receiveWebhook(
  ports: Ports,
  name: string,
  body: Uint8Array,
  signature: string | undefined,
): Promise<void> {
  const app = await ports.apps.app(name)
  const secret = app?.webhookSecret
    ? await ports.vault.open(app.webhookSecret, webhookContext(name))
    : ports.ids.token()
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  const given = Buffer.from(signature ?? '')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new TrellisError(
      'wrong_signature',
      'The signature of this webhook is missing or wrong.',
      `Sign the raw body with the secret that \`trellis app webhook ${name}\` makes (HMAC-SHA256, X-Hub-Signature-256).`,
    )
  }
  await ports.outbox.put({ kind: 'sync-app', app: name }, ports.clock.now())
}
