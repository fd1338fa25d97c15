import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createMemoryStores } from '../../src/adapters/memory/stores.ts'
import type { DeploymentKind } from '../../src/contract/deployment.ts'
import type { DeploymentRecord } from '../../src/core/ports/deployment-store.ts'
import { localStores, type Stores } from './places.ts'
import {
  instant,
  sampleApp,
  sampleClaim,
  sampleCommit,
  sampleDraft,
  sampleEnvironments,
  sampleLines,
  sampleNaming,
} from './samples.ts'

/** One step of a story: what both stores are asked, by names and small numbers that often meet. */
type Step = { what: string; app: string; environment: string; kind: DeploymentKind; n: number; m: number }

const step = fc.record<Step>({
  what: fc.constantFrom(
    ...['request', 'request', 'claim', 'claim', 'update', 'update', 'finish', 'finish'],
    ...['withdraw', 'list', 'open', 'find', 'take', 'done', 'postpone', 'append', 'reshape', 'delete', 'create'],
  ),
  app: fc.constantFrom('shop', 'shop', 'blog'),
  environment: fc.constantFrom('dev', 'dev', 'prod'),
  kind: fc.constantFrom('push', 'manual', 'promotion', 'rollback', 'teardown'),
  n: fc.nat(5),
  m: fc.nat(40),
})

/** Does a step, remembering the records that it saw, so that later steps show old versions too. */
async function play(
  stores: Stores,
  seen: DeploymentRecord[],
  { what, app, environment, kind, n, m }: Step,
  id: string,
) {
  const { apps, deployments, outbox, logs } = stores
  const old = seen[m % Math.max(1, seen.length)]
  const messages = n > 3 ? [{ kind: 'sync-app', app } as const] : []
  const note = <T extends DeploymentRecord | null | undefined>(record: T): T => {
    if (record) seen.push(record)
    return record
  }
  switch (what) {
    case 'request': {
      const draft = sampleDraft(id, { app, environment, kind, commit: sampleCommit(n % 3), requestedAt: instant(m) })
      const result = await deployments.request(draft, messages)
      note(result?.deployment)
      return result
    }
    case 'claim':
      return note(await deployments.claimNext(sampleClaim({ app, environment, limit: n > 2 ? null : n })))
    case 'update':
      return (
        old &&
        note(await deployments.update(old, { lastEvent: m }, n > 3 ? { naming: sampleNaming(id), messages } : {}))
      )
    case 'finish': {
      const result = { state: n % 2 ? 'succeeded' : 'failed', failure: null, finishedAt: instant(m) } as const
      const standing = n > 2 ? ({ status: 'deployed', live: old?.id ?? null, naming: null } as const) : null
      return old && note(await deployments.finish(old, result, standing, messages))
    }
    case 'withdraw':
      return old && deployments.withdraw(old.id, { kind: 'user', name: 'eve' }, instant(m))
    case 'list':
      return deployments.list({
        app,
        limit: n,
        ...(n % 2 ? { environment } : { kind }),
        before: n > 2 ? old?.id : undefined,
      })
    case 'open':
      return deployments.open()
    case 'find':
      return [await deployments.find(app, environment, n || 'latest'), await deployments.environment(app, environment)]
    case 'take':
      return (await outbox.take(m, m + n, n)).map(({ attempts, message }) => ({ attempts, message }))
    case 'done':
      for (const entry of await outbox.take(m, m, 1)) await outbox.done(entry.id)
      return null
    case 'postpone':
      for (const entry of await outbox.take(m, m, 1)) await outbox.postpone(entry.id, m + n)
      return null
    case 'append':
      await logs.append(app, sampleLines(Math.max(1, m - 2), n))
      return [await logs.last(app), await logs.read(app, n + 1, m)]
    case 'reshape':
      await apps.saveEnvironments(app, sampleEnvironments(app, ...(n > 1 ? ['dev', 'prod'] : [environment])))
      return apps.environments(app)
    case 'delete':
      return n > 3 ? apps.deleteApp(app) : apps.updateApp(app, { sourceProblem: String(m) })
    default:
      await apps.createApp(sampleApp(app), sampleEnvironments(app, 'dev', 'prod'))
      return apps.apps()
  }
}

/** What came of it, errors by their code. `version` may grow at each store's own pace. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    return JSON.parse(JSON.stringify((await work) ?? null, (key, value) => (key === 'version' ? undefined : value)))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { code: error.code }
    throw error
  }
}

describe('Memory and SQLite', () => {
  test('tell the same story, whatever is asked of them', async t => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 120 }), async steps => {
        const twins = [createMemoryStores(), localStores(t)].map(stores => ({ stores, seen: [] as DeploymentRecord[] }))
        const create = { what: 'create', app: 'shop', environment: 'dev', kind: 'push', n: 0, m: 0 } as const
        for (const [index, one] of [create, ...steps].entries()) {
          const [memory, local] = await Promise.all(
            twins.map(({ stores, seen }) => outcome(play(stores, seen, one, `d${index}`))),
          )
          assert.deepEqual(memory, local, `step ${index}: ${JSON.stringify(one)}`)
        }
      }),
      { numRuns: 25 },
    )
  })
})
