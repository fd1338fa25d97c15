import { openApi } from '../../src/api/testing/api.ts'
import type { Role, TokenAction } from '../../src/contract/access.ts'
import { hashToken } from '../../src/core/job/hash-token.ts'
import type { callers } from './table.ts'

export type CallerName = (typeof callers)[number]

const roles: Partial<Record<CallerName, { role: Role | null; apps?: Record<string, Role> }>> = {
  stranger: { role: null },
  viewer: { role: 'viewer' },
  other: { role: null, apps: { blog: 'deployer' } },
  deployer: { role: 'deployer' },
  admin: { role: 'admin' },
}

const deploying: TokenAction[] = ['read', 'deploy', 'promote', 'rollback', 'teardown']
const tokens: Partial<Record<CallerName, { app?: string; environments?: string[]; actions?: TokenAction[] }>> = {
  read: { actions: ['read'] },
  deploy: { actions: ['deploy'] },
  promote: { actions: ['promote'] },
  rollback: { actions: ['rollback'] },
  teardown: { actions: ['teardown'] },
  'set-variables': { actions: ['set-variables'] },
  administer: { actions: ['administer'] },
  elsewhere: { app: 'blog' },
  development: { app: 'shop', environments: ['development'] },
  staging: { app: 'shop', environments: ['staging'] },
  expired: {},
}

/** The API, with an app that has something everywhere, and one of each who may come. */
export async function openAccessScene() {
  const place = openApi()
  const { ports, world, client } = place
  world.source.push('main')
  await world.found()
  await client.call('createApp', {
    body: { name: 'blog', repository: 'https://git.example/blog.git', account: 'cloud' },
  })
  await client.call('deploy', { params: { app: 'shop', environment: 'staging' }, body: {} })
  const now = world.clock.now()
  const person = { githubId: null, name: null, apps: {}, confirmedAt: null, createdAt: now, lastSeenAt: null }
  for (const [login, change] of Object.entries(roles)) {
    await ports.users.addUser({ ...person, ...change, login, admitted: true })
    await ports.sessions.begin({
      ...{ tokenHash: hashToken(login), actor: { kind: 'user', name: login }, kind: 'command-line', label: '' },
      ...{ createdAt: now, expiresAt: now + 60_000, lastUsedAt: now },
    })
  }
  for (const [name, scope] of Object.entries(tokens)) {
    const { app = null, environments = null, actions = deploying } = scope
    await ports.tokens.addToken({
      ...{ name, hash: hashToken(name), maker: 'admin', scope: { app, environments, actions } },
      ...{ createdAt: now, expiresAt: name === 'expired' ? now : null, lastUsedAt: null },
    })
  }
  return place
}

export const credentialsOf = (caller: CallerName): Record<string, string> =>
  caller === 'anonymous' ? {} : { authorization: `Bearer ${caller}` }
