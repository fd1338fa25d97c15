import type { ConnectGitHub } from '../../contract/github.ts'

/** What the App may do: read code, tell how deployments go, and see who belongs to an organisation. */
const permissions = {
  contents: 'read',
  metadata: 'read',
  deployments: 'write',
  statuses: 'write',
  checks: 'write',
  pull_requests: 'write',
  members: 'read',
} as const
/** GitHub tells every App of its installations unasked. */
const events = ['push', 'pull_request', 'repository', 'organization', 'membership']

/** Where pages of GitHub are, as it is compared and built upon. */
export const tidyUrl = (url: string): string => url.replace(/\/+$/, '')

/** The App that is to be made, and where the form that makes it goes. */
export function manifestOf(
  { url, organization, name }: { url: string; organization?: string | undefined; name?: string | undefined },
  { page, webhookUrl, installation }: { page: string; webhookUrl: string | null; installation: string },
): { action: string; manifest: string } {
  const whose = organization ? `/organizations/${organization}` : ''
  const manifest = {
    name: name ?? `Trellis ${installation.slice(0, 8)}`,
    url: page,
    redirect_url: `${page}/github/connected`,
    callback_urls: [`${page}/github/signed-in`],
    setup_url: `${page}/github`,
    public: false,
    default_permissions: permissions,
    ...(webhookUrl ? { hook_attributes: { url: webhookUrl, active: true }, default_events: events } : {}),
  }
  return { action: `${tidyUrl(url)}${whose}/settings/apps/new`, manifest: JSON.stringify(manifest) }
}

export type Wish = Required<Pick<ConnectGitHub, 'url'>> & Omit<ConnectGitHub, 'url'>

/** Where GitHub posts to; null when it cannot reach this server, as far as one can see from its address. */
export function webhookUrlFor(webUrl: string, site: string | null): string | null {
  if (!site) return null
  const here = new URL(site).hostname
  const there = new URL(webUrl).hostname
  const reaches = !isLocal(here) || here === there || (isLocal(there) && !isLoopback(here))
  return reaches ? `${site}/webhooks/github` : null
}

const isLoopback = (host: string): boolean => /^(localhost|127\.|\[?::1)/.test(host)
/** Known within one machine or one network only. */
const isLocal = (host: string): boolean =>
  isLoopback(host) ||
  /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[?f[cd])|\.(local|internal|lan)$/.test(host) ||
  !host.includes('.')
