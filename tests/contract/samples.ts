import type { App, Environment } from '../../src/contract/app.ts'
import type { Naming } from '../../src/contract/job.ts'
import type { LogLine } from '../../src/contract/log.ts'
import type { AppRecord } from '../../src/core/ports/app-store.ts'
import type { Claim, DeploymentDraft } from '../../src/core/ports/deployment-store.ts'
import type { OutboxMessage } from '../../src/core/ports/outbox.ts'
import type { Stores } from './places.ts'

export const instant = (second: number): string => new Date(Date.UTC(2025, 0, 1, 0, 0, second)).toISOString()

export const sampleApp = (name: string, change: Partial<App & AppRecord> = {}): AppRecord => ({
  name,
  repository: `/srv/git/${name}`,
  path: '.',
  defaultBranch: 'main',
  createdAt: instant(0),
  heads: null,
  sourceProblem: null,
  webhookSecret: null,
  github: null,
  ...change,
})

export const sampleEnvironment = (app: string, name: string, position: number): Environment => ({
  app,
  name,
  position,
  branch: null,
  protected: false,
  allow: { deploy: null, promote: null, rollback: null, teardown: null },
  account: null,
  region: null,
  tests: true,
  testCommand: null,
  timeoutMinutes: 60,
  stackNames: 'auto',
  beforeDeploy: null,
  afterDeploy: null,
})

export const sampleEnvironments = (app: string, ...names: string[]): Environment[] =>
  names.map((name, position) => sampleEnvironment(app, name, position))

export const sampleCommit = (n: number): string => n.toString(16).padStart(40, '0')

export const sampleNaming = (stack: string): Naming => ({
  mode: 'prefix',
  accountId: '000000000000',
  region: 'eu-central-1',
  stacks: [{ original: stack, name: `dev-${stack}` }],
  fixedNames: [],
})

export const sampleLines = (from: number, count: number): LogLine[] =>
  Array.from({ length: count }, (_, index) => ({
    seq: from + index,
    at: instant(1),
    phase: 'install' as const,
    stream: 'out' as const,
    text: `line ${from + index} ✓`,
  }))

/** A store with the app `shop` and its environments `dev` and `prod`. */
export async function withShop(stores: Stores): Promise<Stores> {
  await stores.apps.createApp(sampleApp('shop'), sampleEnvironments('shop', 'dev', 'prod'))
  return stores
}

/** A manual deployment to shop/dev unless the change says otherwise. */
export const sampleDraft = (id: string, change: Partial<DeploymentDraft> = {}): DeploymentDraft => ({
  id,
  app: 'shop',
  environment: 'dev',
  kind: 'manual',
  commit: sampleCommit(1),
  branch: 'main',
  title: 'Sell more',
  author: 'ada',
  actor: { kind: 'user', name: 'ada' },
  why: 'asked for',
  source: null,
  fromArtifact: false,
  deleteRetained: false,
  requestedAt: instant(1),
  ...change,
})

export const samplePush = (id: string, n: number, second = n): DeploymentDraft =>
  sampleDraft(id, { kind: 'push', commit: sampleCommit(n), requestedAt: instant(second) })

export const sampleClaim = (change: Partial<Claim> = {}): Claim => ({
  app: 'shop',
  environment: 'dev',
  jobTokenHash: id => `hash of ${id}`,
  startedAt: instant(2),
  leaseUntil: 5_000,
  deadlineAt: 60_000,
  limit: null,
  ...change,
})

export const succeeded = { state: 'succeeded', failure: null, finishedAt: instant(9) } as const

/** Requests a deployment that is expected to be new. */
export async function requested(stores: Stores, id: string, change: Partial<DeploymentDraft> = {}) {
  const result = await stores.deployments.request(sampleDraft(id, change))
  if (!result) throw new Error(`${id} was taken for a push seen before`)
  return result.deployment
}

/** Takes an environment that is expected to be free. */
export async function claimed(stores: Stores, change: Partial<Claim> = {}) {
  const record = await stores.deployments.claimNext(sampleClaim(change))
  if (!record) throw new Error('nothing could be claimed')
  return record
}

/** Fails whoever writes it: what was changed before it in the same step must be undone. */
export const poison: OutboxMessage = {
  kind: 'sync-app',
  get app(): string {
    throw new Error('poisoned')
  },
}

/** All messages that are due now, as they were put. */
export async function dueMessages(stores: Stores): Promise<OutboxMessage[]> {
  return (await stores.outbox.take(0, 0, 1_000)).map(entry => entry.message)
}
