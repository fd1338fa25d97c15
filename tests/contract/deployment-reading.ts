import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { DeploymentKind } from '../../src/contract/deployment.ts'
import type { MakeStores, Stores } from './places.ts'
import {
  claimed,
  instant,
  requested,
  sampleApp,
  sampleCommit,
  sampleEnvironments,
  samplePush,
  succeeded,
  withShop,
} from './samples.ts'

const kinds: DeploymentKind[] = ['manual', 'promotion', 'rollback', 'teardown']
const ids = (records: ReadonlyArray<{ id: string }>) => records.map(record => record.id)

/** Twelve deployments of shop, dev and prod in turn, the first four over; and one of blog. Ids do not sort by time. */
async function withHistory(stores: Stores): Promise<Stores> {
  await withShop(stores)
  await stores.apps.createApp(sampleApp('blog'), sampleEnvironments('blog', 'dev'))
  for (let n = 0; n < 12; n++) {
    const environment = n % 2 ? 'prod' : 'dev'
    const kind = kinds[n % 4] ?? 'manual'
    await requested(stores, `d${n}`, { environment, kind, commit: sampleCommit(n % 3), requestedAt: instant(n) })
    if (n < 4) await stores.deployments.finish(await claimed(stores, { environment }), succeeded, null)
  }
  await requested(stores, 'blog', { app: 'blog' })
  return stores
}

export function suite(name: string, makeStores: MakeStores): void {
  describe(`DeploymentStore, reading (${name})`, () => {
    let history: Stores
    const ends: (() => unknown)[] = []
    // For those who only read.
    before(async () => {
      history = await withHistory(makeStores({ after: (end: () => unknown) => ends.push(end) }))
    })
    after(async () => {
      for (const end of ends) await end()
    })

    test('finds by id and by number, and null for what is not there', async () => {
      const { deployments } = history
      assert.equal((await deployments.get('d3'))?.number, 2)
      assert.equal((await deployments.find('shop', 'prod', 2))?.id, 'd3')
      assert.equal(await deployments.get('d99'), null)
      assert.equal(await deployments.find('shop', 'prod', 99), null)
      assert.equal(await deployments.find('shop', 'qa', 1), null)
      assert.equal(await deployments.find('blog', 'prod', 1), null)
    })

    test('lists an app newest first, page by page, each once', async () => {
      const { deployments } = history
      const seen: string[] = []
      for (let before: string | undefined; ; before = seen.at(-1)) {
        const page = ids(await deployments.list({ app: 'shop', before, limit: 5 }))
        seen.push(...page)
        if (page.length < 5) break
      }
      assert.deepEqual(
        seen,
        Array.from({ length: 12 }, (_, n) => `d${11 - n}`),
      )
    })

    test('lists all apps, by person, kind and state, and names the people', async () => {
      const { deployments } = history
      assert.equal((await deployments.list({ limit: 100 })).length, 13)
      assert.deepEqual(ids(await deployments.list({ limit: 1 })), ['blog'])
      assert.equal((await deployments.list({ state: 'succeeded', limit: 100 })).length, 4)
      const [newest] = await deployments.list({ limit: 1 })
      const actor = newest?.actor.name
      assert.ok(actor)
      assert.ok((await deployments.actors()).includes(actor))
      assert.ok((await deployments.actors('blog')).includes(actor))
      assert.deepEqual(await deployments.actors('nowhere'), [])
      assert.ok((await deployments.list({ actor, limit: 100 })).every(one => one.actor.name === actor))
      assert.deepEqual(await deployments.list({ actor: 'nobody', limit: 5 }), [])
    })

    test('a push is its author’s, where there is one', async t => {
      const stores = await withShop(makeStores(t))
      const { deployments } = stores
      const actor = { kind: 'system', name: 'trellis' } as const
      await requested(stores, 'pushed', { ...samplePush('pushed', 1), author: 'Noor', actor })
      await requested(stores, 'unsigned', { ...samplePush('unsigned', 2), environment: 'prod', author: '', actor })
      await requested(stores, 'asked', { author: 'Noor' })
      const of = async (actor: string) => ids(await deployments.list({ app: 'shop', actor, limit: 5 }))
      assert.deepEqual(await Promise.all(['Noor', 'trellis', 'ada'].map(of)), [['pushed'], ['unsigned'], ['asked']])
      assert.deepEqual(ids(await deployments.list({ actor: 'Noor', limit: 5 })), ['pushed'])
      assert.deepEqual(await deployments.actors('shop'), ['Noor', 'ada', 'trellis'])
    })

    test('reads many at once, and the state of every environment', async () => {
      const { deployments, apps } = history
      assert.deepEqual(ids(await deployments.some(['d1', 'd99', 'blog'])).sort(), ['blog', 'd1'])
      const states = await deployments.environments()
      for (const state of states) {
        assert.deepEqual(state, await deployments.environment(state.app, state.environment))
      }
      const all = await apps.allEnvironments()
      assert.equal(states.length, all.length)
      assert.deepEqual(
        all.filter(one => one.app === 'shop'),
        await apps.environments('shop'),
      )
    })

    test('lists what fits every condition', async () => {
      const { deployments } = history
      const list = async (query: Omit<Parameters<typeof deployments.list>[0], 'app' | 'limit'>) =>
        ids(await deployments.list({ app: 'shop', limit: 100, ...query }))
      assert.deepEqual(await list({ environment: 'dev' }), ['d10', 'd8', 'd6', 'd4', 'd2', 'd0'])
      assert.deepEqual(await list({ state: 'succeeded' }), ['d3', 'd2', 'd1', 'd0'])
      assert.deepEqual(await list({ kind: 'rollback' }), ['d10', 'd6', 'd2'])
      assert.deepEqual(await list({ commit: sampleCommit(1) }), ['d10', 'd7', 'd4', 'd1'])
      assert.deepEqual(await list({ environment: 'dev', state: 'queued', before: 'd7' }), ['d6', 'd4'])
      assert.deepEqual(await list({ environment: 'prod', kind: 'promotion', commit: sampleCommit(2) }), ['d5'])
      assert.deepEqual(await list({ environment: 'qa' }), [])
      assert.deepEqual(ids(await deployments.list({ app: 'blog', limit: 100 })), ['blog'])
      assert.deepEqual(await deployments.list({ app: 'other', limit: 100 }), [])
    })

    test('continues before a deployment of another environment or app, and not at all before an unknown one', async () => {
      const { deployments } = history
      const before = async (id: string) =>
        ids(await deployments.list({ app: 'shop', environment: 'dev', before: id, limit: 2 }))
      assert.deepEqual(await before('d5'), ['d4', 'd2'])
      assert.deepEqual(await before('blog'), ['d10', 'd8'])
      assert.deepEqual(await before('d99'), [])
      assert.deepEqual(await before('d0'), [])
    })

    test('names all queued and running ones of the server, oldest request first', async t => {
      const stores = await withHistory(makeStores(t))
      await claimed(stores, { environment: 'prod' })
      await stores.deployments.withdraw('d6', { kind: 'user', name: 'ada' }, instant(50))
      const open = await stores.deployments.open()
      assert.deepEqual(ids(open), ['d4', 'd5', 'd7', 'd8', 'd9', 'd10', 'd11', 'blog'])
      assert.deepEqual(ids(open.filter(one => one.state === 'running')), ['d5'])
    })

    test('says of an environment that never deployed, or is not there, that it is empty', async t => {
      const { deployments } = await withShop(makeStores(t))
      const nothing = { status: 'empty', live: null, latest: null, running: null, naming: null, fence: 0 }
      for (const environment of ['dev', 'qa']) {
        assert.deepEqual(await deployments.environment('shop', environment), { app: 'shop', environment, ...nothing })
        assert.equal(await deployments.find('shop', environment, 'latest'), null)
      }
    })

    test('takes for latest the newest that left the queue other than by being withdrawn or superseded', async t => {
      const stores = await withShop(makeStores(t))
      const { deployments } = stores
      const latest = async () => (await deployments.find('shop', 'dev', 'latest'))?.id ?? null
      await requested(stores, 'd1')
      assert.equal(await latest(), null)
      const first = await claimed(stores)
      assert.equal(await latest(), 'd1')
      await requested(stores, 'd2', { kind: 'push', commit: sampleCommit(2) })
      await requested(stores, 'd3', { kind: 'push', commit: sampleCommit(3) })
      await deployments.withdraw('d3', { kind: 'user', name: 'ada' }, instant(4))
      await deployments.finish(first, { ...succeeded, state: 'cancelled' }, null)
      assert.equal(await latest(), 'd1')
      await requested(stores, 'd4')
      await claimed(stores)
      assert.equal(await latest(), 'd4')
      assert.equal((await deployments.environment('shop', 'dev')).latest, 'd4')
    })

    test('shares no object with its callers', async t => {
      const { deployments } = await withHistory(makeStores(t))
      const found = [await deployments.find('shop', 'dev', 'latest'), ...(await deployments.open())]
      for (const record of [...found, ...(await deployments.list({ app: 'shop', limit: 20 }))]) {
        if (record) record.actor.name = 'changed'
      }
      for (const record of await deployments.list({ app: 'shop', limit: 20 })) assert.equal(record.actor.name, 'ada')
    })
  })
}
