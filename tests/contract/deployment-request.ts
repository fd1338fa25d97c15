import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'
import { dueMessages, instant, poison, requested, sampleDraft, samplePush, withShop } from './samples.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`DeploymentStore.request (${name})`, () => {
    test('records a queued deployment with all that was asked for and nothing else', async t => {
      const { deployments } = await withShop(makeStores(t))
      const draft = sampleDraft('d1', {
        kind: 'rollback',
        source: { environment: 'dev', number: 7 },
        fromArtifact: true,
      })
      const result = await deployments.request(draft)
      assert.deepEqual(result?.superseded, [])
      const { version, ...record } = result?.deployment ?? assert.fail()
      assert.ok(version > 0)
      assert.deepEqual(record, {
        ...draft,
        number: 1,
        state: 'queued',
        waitingFor: null,
        startedAt: null,
        finishedAt: null,
        cancelRequestedBy: null,
        phases: [],
        progress: null,
        outputs: {},
        retained: [],
        artifact: null,
        failure: null,
        lastSeq: 0,
        fence: 0,
        jobTokenHash: null,
        sessionHash: null,
        leaseUntil: null,
        deadlineAt: null,
        cancelRequestedAt: null,
        askAgainAt: null,
        restarts: 0,
        noMachine: null,
        lastEvent: 0,
        cloudChanging: false,
        ending: null,
      })
      assert.deepEqual(await deployments.get('d1'), result?.deployment)
    })

    test('numbers from 1 per environment, without gaps, also when asked at once', async t => {
      const stores = await withShop(makeStores(t))
      const dev = Array.from({ length: 12 }, (_, n) => requested(stores, `dev-${n}`))
      const prod = Array.from({ length: 5 }, (_, n) => requested(stores, `prod-${n}`, { environment: 'prod' }))
      const numbers = async (wanted: typeof dev) =>
        (await Promise.all(wanted)).map(one => one.number).sort((a, b) => a - b)
      assert.deepEqual(
        await numbers(dev),
        Array.from({ length: 12 }, (_, n) => n + 1),
      )
      assert.deepEqual(await numbers(prod), [1, 2, 3, 4, 5])
    })

    test('refuses an environment that is gone, and a used id, and leaves nothing', async t => {
      const stores = await withShop(makeStores(t))
      const { deployments } = stores
      const gone = deployments.request(sampleDraft('d1', { environment: 'qa' }), [{ kind: 'prune-artifacts' }])
      await assert.rejects(gone, { code: 'environment_not_found' })
      await deployments.request(samplePush('d1', 1))
      await assert.rejects(deployments.request(samplePush('d1', 2), [{ kind: 'prune-artifacts' }]))
      assert.equal((await deployments.get('d1'))?.state, 'queued')
      assert.deepEqual(await dueMessages(stores), [])
    })

    test('writes messages with the request, due at once, or neither', async t => {
      const stores = await withShop(makeStores(t))
      const { deployments } = stores
      const message = { kind: 'sync-app', app: 'shop' } as const
      await deployments.request(samplePush('d1', 1), [message])
      assert.deepEqual(await dueMessages(stores), [message])
      await assert.rejects(deployments.request(samplePush('d2', 2), [message, poison]), /poisoned/)
      assert.equal(await deployments.get('d2'), null)
      assert.equal((await deployments.get('d1'))?.state, 'queued')
      assert.deepEqual(await dueMessages(stores), [message])
    })

    test('shares no object with its callers', async t => {
      const { deployments } = await withShop(makeStores(t))
      const draft = sampleDraft('d1')
      const result = await deployments.request(draft)
      draft.actor.name = 'changed'
      assert.equal(result?.deployment.actor.name, 'ada')
      if (result) result.deployment.actor.name = 'changed'
      const read = await deployments.get('d1')
      read?.phases.push({ name: 'test', state: 'running', startedAt: instant(1) })
      assert.equal((await deployments.get('d1'))?.actor.name, 'ada')
      assert.deepEqual((await deployments.get('d1'))?.phases, [])
    })
  })
}
