import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MakeStores, Stores } from './places.ts'
import { sampleApp, sampleDraft, sampleEnvironments } from './samples.ts'

async function withDeployment(stores: Stores) {
  await stores.apps.createApp(sampleApp('shop'), sampleEnvironments('shop', 'dev'))
  await stores.deployments.request(sampleDraft('d1', { app: 'shop', environment: 'dev' }))
  return stores
}

export function suite(name: string, makeStores: MakeStores): void {
  describe(`ReportStore (${name})`, () => {
    test('keeps what was told last of each deployment', async t => {
      const { reports } = await withDeployment(makeStores(t))
      assert.deepEqual(await reports.some(['d1', 'd2']), [])
      await reports.save({ deployment: 'd1', gitHubDeployment: 7, state: null })
      await reports.save({ deployment: 'd1', gitHubDeployment: 7, state: 'running' })
      assert.deepEqual(await reports.some(['d1', 'd2']), [{ deployment: 'd1', gitHubDeployment: 7, state: 'running' }])
      assert.deepEqual(await reports.some([]), [])
    })

    test('they go with their deployment, and come to none that is not there', async t => {
      const { reports, apps } = await withDeployment(makeStores(t))
      await reports.save({ deployment: 'd1', gitHubDeployment: 7, state: null })
      await reports.save({ deployment: 'd2', gitHubDeployment: 8, state: null })
      assert.equal((await reports.some(['d1', 'd2'])).length, 1)
      await apps.deleteApp('shop')
      assert.deepEqual(await reports.some(['d1']), [])
    })
  })
}
