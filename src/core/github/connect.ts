import { ConnectGitHub, type GitHubForm } from '../../contract/github.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import { hashToken } from '../job/hash-token.ts'
import type { ConnectionWish } from '../ports/connection-store.ts'
import type { Ports } from '../ports/ports.ts'
import { manifestOf, tidyUrl, webhookUrlFor } from './manifest.ts'
import { connectionContext } from './open-connection.ts'

const lifetime = 60 * 60_000

/**
 * Begins to make a GitHub App: GitHub makes it when a browser posts the form, and sends the browser back.
 * @param page where this server's pages are, for whoever asks
 */
export async function connectGitHub(
  ports: Ports,
  actor: Asker,
  wish: ConnectGitHub,
  page: string,
): Promise<GitHubForm> {
  demand(actor, 'administer', {})
  const input = ConnectGitHub.parse(wish)
  const webUrl = tidyUrl(input.url)
  const now = ports.clock.now()
  const state = ports.ids.token()
  const webhookUrl = webhookUrlFor(webUrl, ports.site())
  const installation = await ports.installation()
  const { action, manifest } = manifestOf(input, { page, webhookUrl, installation })
  const target = `${action}?state=${state}`
  const expiresAt = now + lifetime
  await ports.connections.addWish(
    { stateHash: hashToken(state), webUrl, action: target, manifest, webhookUrl, expiresAt },
    now,
  )
  return {
    page: `${page}/github/connect?state=${state}`,
    action: target,
    manifest,
    expiresAt: new Date(expiresAt).toISOString(),
  }
}

/** The form that a state stands for. @throws TrellisError github_state_invalid */
export async function formOf(ports: Ports, state: string): Promise<ConnectionWish> {
  const wish = await ports.connections.wish(hashToken(state), ports.clock.now())
  if (!wish) throw unknownState()
  return wish
}

/**
 * Takes the App that GitHub made, in the place of an earlier one. The state shows that it was this server which asked for it.
 * @returns where the App is given its repositories
 * @throws TrellisError github_state_invalid, and what GitHub.redeem throws
 */
export async function takeApp(ports: Ports, state: string, code: string): Promise<string> {
  const now = ports.clock.now()
  const wish = await ports.connections.takeWish(hashToken(state), now)
  if (!wish) throw unknownState()
  const app = await ports.github.redeem(wish.webUrl, code)
  const seal = (part: Parameters<typeof connectionContext>[0], secret: string) =>
    ports.vault.seal(secret, connectionContext(part, app.appId))
  const { appId, slug, name, owner, url, clientId, webhookSecret } = app
  await ports.connections.save({
    ...{ webUrl: wish.webUrl, appId, slug, name, owner, url, clientId },
    clientSecret: await seal('client-secret', app.clientSecret),
    privateKey: await seal('private-key', app.privateKey),
    webhookSecret: webhookSecret === null ? null : await seal('webhook-secret', webhookSecret),
    webhookUrl: webhookSecret === null ? null : wish.webhookUrl,
    formerSecret: null,
    connectedAt: now,
    keyChangedAt: now,
    secretChangedAt: now,
  })
  await ports.outbox.put({ kind: 'find-repositories' }, now)
  return installUrlOf(url)
}

export const installUrlOf = (appUrl: string): string => `${appUrl}/installations/new`

/** Forgets the App; at GitHub it stays until somebody deletes it there. Its apps are read as any git repository from now on. */
export async function disconnectGitHub(ports: Ports, actor: Asker): Promise<void> {
  demand(actor, 'administer', {})
  await ports.connections.remove()
  for (const app of await ports.apps.apps()) {
    if (!app.github) continue
    await ports.apps.updateApp(app.name, { github: null })
    ports.live.changed(app.name)
  }
}

const unknownState = () =>
  new TrellisError(
    'github_state_invalid',
    'This way to GitHub was not begun here, was used already, or is older than an hour.',
    'Begin anew: `trellis github connect`, or in the settings of the dashboard.',
  )
