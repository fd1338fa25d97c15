import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores } from './places.ts'
import {
  claimed,
  instant,
  requested,
  sampleApp,
  sampleDraft,
  sampleEnvironment,
  sampleEnvironments,
  sampleNaming,
  succeeded,
  withShop,
} from './samples.ts'

export function suite(name: string, makeStores: MakeStores): void {
  describe(`AppStore (${name})`, () => {
    test('gives back what was created, apps by name, environments in order', async t => {
      const { apps } = makeStores(t)
      const shop = sampleApp('shop', { heads: { main: 'a' }, sourceProblem: 'gone', webhookSecret: 'sealed' })
      await apps.createApp(shop, [sampleEnvironment('shop', 'prod', 1), sampleEnvironment('shop', 'dev', 0)])
      await apps.createApp(sampleApp('blog'), [])
      assert.deepEqual(await apps.app('shop'), shop)
      assert.deepEqual(
        (await apps.apps()).map(app => app.name),
        ['blog', 'shop'],
      )
      assert.deepEqual(await apps.environments('shop'), sampleEnvironments('shop', 'dev', 'prod'))
      assert.equal(await apps.app('other'), null)
      assert.deepEqual(await apps.environments('other'), [])
    })

    test('refuses a second app of the same name and leaves the first as it was', async t => {
      const { apps } = await withShop(makeStores(t))
      const twin = sampleApp('shop', { repository: '/elsewhere' })
      await assert.rejects(apps.createApp(twin, sampleEnvironments('shop', 'other')), { code: 'already_exists' })
      assert.deepEqual(await apps.app('shop'), sampleApp('shop'))
      assert.equal((await apps.environments('shop')).length, 2)
    })

    test('lets one of many win who create the same app at once', async t => {
      const { apps } = makeStores(t)
      const tries = Array.from({ length: 5 }, () => apps.createApp(sampleApp('shop'), []))
      const results = await Promise.allSettled(tries)
      assert.equal(results.filter(result => result.status === 'fulfilled').length, 1)
    })

    test('changes only the fields given, keeps its name, and ignores a missing app', async t => {
      const { apps } = await withShop(makeStores(t))
      await apps.updateApp('shop', { heads: { main: 'abc' }, sourceProblem: 'no answer' })
      await apps.updateApp('shop', { sourceProblem: null, defaultBranch: 'trunk' })
      assert.deepEqual(await apps.app('shop'), sampleApp('shop', { heads: { main: 'abc' }, defaultBranch: 'trunk' }))
      await apps.updateApp('other', { sourceProblem: 'no answer' })
      assert.equal(await apps.app('other'), null)
    })

    test('loses none of several changes made at once', async t => {
      const { apps } = await withShop(makeStores(t))
      await Promise.all([
        apps.updateApp('shop', { heads: { main: 'abc' } }),
        apps.updateApp('shop', { sourceProblem: 'slow' }),
        apps.updateApp('shop', { webhookSecret: 'sealed' }),
      ])
      const expected = sampleApp('shop', { heads: { main: 'abc' }, sourceProblem: 'slow', webhookSecret: 'sealed' })
      assert.deepEqual(await apps.app('shop'), expected)
    })

    test('finds the apps of a repository of GitHub, whatever it is called, and of no other GitHub', async t => {
      const { apps } = makeStores(t)
      const github = { webUrl: 'https://github.example', installation: 1, repository: 7, fullName: 'acme/shop' }
      await apps.createApp(sampleApp('web', { github }), [])
      await apps.createApp(sampleApp('api', { github: { ...github, fullName: 'acme/old' } }), [])
      await apps.createApp(sampleApp('other', { github: { ...github, repository: 8 } }), [])
      await apps.createApp(sampleApp('elsewhere', { github: { ...github, webUrl: 'https://github.com' } }), [])
      await apps.createApp(sampleApp('plain'), [])
      const names = async () => (await apps.appsOfRepository('https://github.example', 7)).map(one => one.name)
      assert.deepEqual(await names(), ['api', 'web'])
      await apps.updateApp('api', { github: null })
      await apps.updateApp('plain', { github })
      assert.deepEqual(await names(), ['plain', 'web'])
    })

    test('forgets an app with its environments, variables and deployments, and nothing of another', async t => {
      const stores = await withShop(makeStores(t))
      await stores.apps.createApp(sampleApp('blog'), sampleEnvironments('blog', 'dev'))
      await requested(stores, 'd1')
      await requested(stores, 'd2', { app: 'blog' })
      const variable = { key: 'A', value: '1', plain: true, steps: null, updatedAt: instant(1) }
      await stores.variables.saveVariables('shop', 'dev', [variable])
      await stores.apps.deleteApp('shop')
      await stores.apps.deleteApp('shop')
      assert.equal(await stores.apps.app('shop'), null)
      assert.deepEqual(await stores.apps.environments('shop'), [])
      assert.equal(await stores.deployments.get('d1'), null)
      assert.deepEqual(
        (await stores.deployments.open()).map(one => one.id),
        ['d2'],
      )
      await withShop(stores)
      assert.deepEqual(await stores.variables.variables('shop', 'dev'), [])
      assert.equal((await requested(stores, 'd3')).number, 1)
    })

    test('replaces the list of environments: who stays keeps what is recorded, who goes loses it', async t => {
      const stores = await withShop(makeStores(t))
      for (const environment of ['dev', 'prod']) {
        await requested(stores, `${environment}-1`, { environment })
        const record = await claimed(stores, { environment })
        const standing = { status: 'deployed', live: record.id, naming: sampleNaming('Shop') } as const
        await stores.deployments.finish(record, succeeded, standing)
        const variable = { key: 'A', value: environment, plain: true, steps: null, updatedAt: instant(1) }
        await stores.variables.saveVariables('shop', environment, [variable])
      }
      const before = await stores.deployments.environment('shop', 'dev')
      const changed = { ...sampleEnvironment('shop', 'dev', 1), branch: 'main', protected: true }
      await stores.apps.saveEnvironments('shop', [changed, sampleEnvironment('shop', 'qa', 0)])

      assert.deepEqual(await stores.apps.environments('shop'), [sampleEnvironment('shop', 'qa', 0), changed])
      assert.deepEqual(await stores.deployments.environment('shop', 'dev'), before)
      assert.equal((await stores.variables.variables('shop', 'dev')).length, 1)
      assert.equal((await stores.deployments.get('dev-1'))?.state, 'succeeded')

      assert.equal(await stores.deployments.get('prod-1'), null)
      await stores.apps.saveEnvironments('shop', sampleEnvironments('shop', 'dev', 'prod'))
      assert.equal((await stores.deployments.environment('shop', 'prod')).status, 'empty')
      assert.deepEqual(await stores.variables.variables('shop', 'prod'), [])
      assert.deepEqual(await stores.deployments.list({ app: 'shop', environment: 'prod', limit: 10 }), [])
    })

    test('lets one of many win who replace the list that they read', async t => {
      const { apps } = await withShop(makeStores(t))
      const read = await apps.environments('shop')
      const tries = ['a', 'b', 'c'].map(name =>
        apps.saveEnvironments('shop', [...read, sampleEnvironment('shop', name, 9)], read),
      )
      assert.equal((await Promise.all(tries)).filter(Boolean).length, 1)
      assert.equal((await apps.environments('shop')).length, read.length + 1)
    })

    test('saves no environments of an app that is gone', async t => {
      const { apps, deployments } = makeStores(t)
      await assert.rejects(apps.saveEnvironments('shop', sampleEnvironments('shop', 'dev')), { code: 'app_not_found' })
      assert.deepEqual(await apps.environments('shop'), [])
      await assert.rejects(deployments.request(sampleDraft('d1')), { code: 'environment_not_found' })
    })

    test('shares no object with its callers', async t => {
      const { apps } = makeStores(t)
      const given = sampleApp('shop', { heads: { main: 'a' } })
      const environments = sampleEnvironments('shop', 'dev')
      await apps.createApp(given, environments)
      given.heads = { main: 'changed' }
      for (const one of [environments[0], (await apps.environments('shop'))[0]]) if (one) one.branch = 'changed'
      const read = await apps.app('shop')
      if (read?.heads) read.heads.main = 'changed'
      assert.deepEqual((await apps.app('shop'))?.heads, { main: 'a' })
      assert.deepEqual(await apps.environments('shop'), sampleEnvironments('shop', 'dev'))
    })
  })
}
