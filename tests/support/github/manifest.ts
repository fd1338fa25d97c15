import { type AppOfGitHub, makeKey, type State, secret } from './state.ts'

const knownPermissions = [
  'contents',
  'metadata',
  'deployments',
  'statuses',
  'checks',
  'pull_requests',
  'members',
  'emails',
]
const knownEvents = [
  'push',
  'pull_request',
  'installation',
  'installation_repositories',
  'repository',
  'create',
  'delete',
  'organization',
  'membership',
  'member',
  'team',
  'public',
]
/** GitHub sends these to every App and refuses to let them be chosen. */
const unasked = ['installation', 'installation_repositories', 'github_app_authorization']

/** The form that a browser posts to make an App, as GitHub takes it. @returns where the browser is sent, or why not */
export function makeApp(
  state: State,
  text: string,
  { owner, query, web }: { owner: string; query: URLSearchParams; web: string },
): { location: string } | { refusal: string } {
  let manifest: Record<string, unknown>
  try {
    manifest = JSON.parse(text) as Record<string, unknown>
  } catch {
    return { refusal: 'The manifest is not JSON.' }
  }
  const refusal = wrongWith(manifest)
  if (refusal) return { refusal }
  const hook = manifest.hook_attributes as { url: string; active?: boolean } | undefined
  const { pem, publicKey } = makeKey()
  const id = state.id()
  const name = String(manifest.name ?? `app-${id}`)
  const app: AppOfGitHub = {
    id,
    slug: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    name,
    owner,
    clientId: `Iv23${secret().slice(0, 16)}`,
    clientSecret: secret(),
    webhookSecret: hook ? secret() : null,
    webhookUrl: hook?.url ?? null,
    permissions: manifest.default_permissions as Record<string, string>,
    events: (manifest.default_events as string[] | undefined) ?? [],
    callbackUrls: (manifest.callback_urls as string[] | undefined) ?? [],
    setupUrl: (manifest.setup_url as string | undefined) ?? null,
    keys: [publicKey],
  }
  state.apps.set(id, app)
  const code = secret()
  state.manifestCodes.set(code, { app, pem })
  const target = new URL(String(manifest.redirect_url ?? web))
  target.searchParams.set('code', code)
  const given = query.get('state')
  if (given !== null) target.searchParams.set('state', given)
  return { location: target.href }
}

function wrongWith(manifest: Record<string, unknown>): string | null {
  if (!URL.canParse(String(manifest.url))) return '"url" wasn\'t supplied.'
  if (!URL.canParse(String(manifest.redirect_url))) return '"redirect_url" is not a URL.'
  const hook = manifest.hook_attributes as { url?: unknown } | undefined
  if (hook && !URL.canParse(String(hook.url))) return '"hook_attributes.url" wasn\'t supplied.'
  const permissions = Object.entries((manifest.default_permissions ?? {}) as Record<string, unknown>)
  const odd = permissions.find(
    ([name, level]) => !knownPermissions.includes(name) || !['read', 'write'].includes(String(level)),
  )
  if (odd) return `Default permission records ${odd[0]} is not a known permission.`
  const events = (manifest.default_events ?? []) as string[]
  const strange = events.find(one => !knownEvents.includes(one) || unasked.includes(one))
  if (strange) return `Default events unsupported: ${strange}`
  if (!hook && events.length > 0) return 'Hook url cannot be blank'
  return null
}
