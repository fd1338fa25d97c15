import { demandApp, demandPermission, Refused } from './authorize.ts'
import { type Asked, type Doors, paged, type Rest } from './door.ts'
import { headsOf } from './heads.ts'
import { peopleDoors } from './people.ts'
import { type Installation, type Repository, secret } from './state.ts'

/** The doors of GitHub's REST API that Trellis uses, by the names that GitHub's description has for them. */
export function restDoors(rest: Rest): Doors {
  const { state, shapes } = rest
  const repository = ({ path }: Asked): Repository | undefined => state.everNamed(path.owner ?? '', path.repo ?? '')
  const allowed = (asked: Asked, permission: string, level: 'read' | 'write'): Repository =>
    demandPermission(state, asked.caller, repository(asked), permission, level)
  const installation = ({ path }: Asked): Installation => {
    const found = state.installations.get(Number(path.installation_id))
    if (!found) throw new Refused(404, 'Not Found')
    return found
  }
  return {
    ...peopleDoors(rest),

    'POST /app-manifests/{code}/conversions': ({ path }) => {
      const made = state.manifestCodes.get(path.code ?? '')
      if (!made) throw new Refused(404, 'Not Found')
      state.manifestCodes.delete(path.code ?? '')
      const { app, pem } = made
      const secrets = { client_secret: app.clientSecret, webhook_secret: app.webhookSecret, pem }
      return { status: 201, body: { ...shapes.app(app), ...secrets } }
    },
    'GET /app': ({ caller }) => ({ body: shapes.app(demandApp(caller)) }),
    'GET /app/hook/config': ({ caller }) => ({ body: hookOf(demandApp(caller)) }),
    'PATCH /app/hook/config': ({ caller, body }) => {
      const app = demandApp(caller)
      if (typeof body.secret === 'string') app.webhookSecret = body.secret
      if (typeof body.url === 'string') app.webhookUrl = body.url
      return { body: hookOf(app) }
    },
    'GET /app/installations': asked => {
      const app = demandApp(asked.caller)
      const all = [...state.installations.values()].map(one => shapes.installation(one, app))
      return { body: paged(all, asked), total: all.length }
    },
    'GET /app/installations/{installation_id}': asked => {
      const app = demandApp(asked.caller)
      return { body: shapes.installation(installation(asked), app) }
    },
    'POST /app/installations/{installation_id}/access_tokens': asked => {
      const app = demandApp(asked.caller)
      const one = installation(asked)
      if (one.suspended) throw new Refused(403, 'This installation has been suspended')
      return { status: 201, body: issue(rest, one, app.permissions, asked.body) }
    },
    'GET /installation/repositories': asked => {
      if (asked.caller.kind !== 'installation') throw new Refused(401, 'Requires authentication')
      const { installation: one, token } = asked.caller
      const all = state
        .repositoriesOf(one)
        .filter(({ id }) => token.repositories === null || token.repositories.has(id))
      const repositories = paged(all, asked).map(found => shapes.repository(found))
      return { body: { total_count: all.length, repositories }, total: all.length }
    },
    'GET /repos/{owner}/{repo}': asked => ({ body: shapes.wholeRepository(allowed(asked, 'metadata', 'read')) }),
    'GET /repos/{owner}/{repo}/installation': asked => {
      const app = demandApp(asked.caller)
      const found = repository(asked)
      const one = found && state.installationOf(found)
      if (!one) throw new Refused(404, 'Not Found')
      return { body: shapes.installation(one, app) }
    },
    'GET /repos/{owner}/{repo}/branches': asked => {
      const found = allowed(asked, 'contents', 'read')
      const all = [...headsOf(found)].map(([name, sha]) => shapes.branch(found, name, sha))
      return { body: paged(all, asked), total: all.length }
    },
    'POST /repos/{owner}/{repo}/deployments': asked => {
      const found = allowed(asked, 'deployments', 'write')
      const { ref, environment, production_environment, description, payload } = asked.body
      const sha = [...headsOf(found)].find(([name]) => name === ref)?.[1] ?? String(ref)
      const one = {
        id: state.id(),
        repository: found.id,
        sha,
        ref: String(ref),
        environment: String(environment ?? 'production'),
        production: production_environment === true,
        description: typeof description === 'string' ? description : null,
        payload,
        statuses: [],
      }
      state.deployments.push(one)
      return { status: 201, body: shapes.deployment(one) }
    },
    'GET /repos/{owner}/{repo}/deployments': asked => {
      const found = allowed(asked, 'deployments', 'read')
      const { sha, environment } = asked.query
      const all = state.deployments
        .filter(one => one.repository === found.id && (!sha || one.sha === sha))
        .filter(one => !environment || one.environment === environment)
        .reverse()
      return { body: paged(all, asked).map(one => shapes.deployment(one)), total: all.length }
    },
    'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses': asked => {
      const found = allowed(asked, 'deployments', 'write')
      const one = state.deployments.find(
        ({ id, repository }) => id === Number(asked.path.deployment_id) && repository === found.id,
      )
      if (!one) throw new Refused(404, 'Not Found')
      const said = (key: string) => String(asked.body[key] ?? '')
      if (said('description').length > 140) throw new Refused(422, 'Validation Failed')
      one.statuses.push({
        state: said('state'),
        description: said('description'),
        logUrl: said('log_url'),
        environmentUrl: said('environment_url'),
      })
      return { status: 201, body: shapes.deploymentStatus(one) }
    },
    'POST /repos/{owner}/{repo}/statuses/{sha}': asked => {
      const found = allowed(asked, 'statuses', 'write')
      const { state: name, context, description, target_url: target } = asked.body
      if (String(description ?? '').length > 140) throw new Refused(422, 'Validation Failed')
      const status = {
        repository: found.id,
        sha: asked.path.sha ?? '',
        state: String(name),
        context: String(context ?? 'default'),
        description: typeof description === 'string' ? description : null,
        targetUrl: typeof target === 'string' ? target : null,
      }
      state.commitStatuses.push(status)
      return { status: 201, body: shapes.commitStatus(status) }
    },
  }
}

const hookOf = ({ webhookUrl }: { webhookUrl: string | null }) => ({
  content_type: 'json',
  insecure_ssl: '0',
  secret: '********',
  url: webhookUrl ?? '',
})

/** An installation token, narrowed as it was asked for: never wider than the App itself. */
function issue(
  { state, shapes, now, nextToken }: Rest,
  installation: Installation,
  most: Record<string, string>,
  wish: Record<string, unknown>,
): unknown {
  const known = state.repositoriesOf(installation)
  const ids = wish.repository_ids as number[] | undefined
  const names = wish.repositories as string[] | undefined
  const narrowed = ids || names ? known.filter(one => ids?.includes(one.id) || names?.includes(one.name)) : null
  if (narrowed && narrowed.length < (ids?.length ?? 0) + (names?.length ?? 0)) {
    throw new Refused(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    )
  }
  const permissions = (wish.permissions as Record<string, string> | undefined) ?? most
  for (const [name, level] of Object.entries(permissions)) {
    const has = name === 'metadata' ? 'read' : most[name]
    if (has === undefined || (level === 'write' && has === 'read')) {
      throw new Refused(422, 'The permissions requested are not granted to this installation.')
    }
  }
  const token = secret('ghs_')
  const expiresAt = nextToken.expiresAt ?? now() + 3_600_000
  state.tokens.set(token, {
    installation: installation.id,
    repositories: narrowed && new Set(narrowed.map(one => one.id)),
    permissions,
    expiresAt,
    gitRequests: nextToken.gitRequests ?? Number.POSITIVE_INFINITY,
  })
  delete nextToken.gitRequests
  delete nextToken.expiresAt
  return {
    token,
    expires_at: new Date(expiresAt).toISOString(),
    permissions: { metadata: 'read', ...permissions },
    repository_selection: narrowed ? 'selected' : 'all',
    ...(narrowed ? { repositories: narrowed.map(one => shapes.repository(one)) } : {}),
  }
}
