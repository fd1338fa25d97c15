import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createMemoryStores } from '../../src/adapters/memory/stores.ts'
import type { Deployment } from '../../src/contract/deployment.ts'
import type { LiveUpdates } from '../../src/core/ports/live-updates.ts'
import type { Ending } from './places.ts'
import { requested, sampleLines, withShop } from './samples.ts'

/** What a watcher is told, in short: the numbers of lines, the id of a deployment, or whose settings changed. */
export type Heard = number[] | string

export interface Ears {
  live: LiveUpdates
  /** From now on somebody watches a topic. */
  watch(topic: string): Promise<{
    /** In the order of its coming; of lines, how they are cut into messages is left to the place. */
    heard(): Promise<Heard[]>
    leave(): Promise<void>
  }>
  /** Somebody watches whose end of the line fails with each word. */
  watchBroken(topic: string): Promise<void>
}

export async function sampleDeployment(id: string): Promise<Deployment> {
  return { ...(await requested(await withShop(createMemoryStores()), id)), behind: null }
}

export function suite(place: string, make: (test: Ending) => Ears | Promise<Ears>): void {
  describe(`LiveUpdates (${place})`, () => {
    test('tells the lines of a deployment to those who watch it, in order, and to nobody else', async t => {
      const { live, watch } = await make(t)
      const one = await watch('deployment:d1')
      const others = await Promise.all(['deployment:d2', 'app:shop', 'apps', 'server'].map(watch))
      live.lines('d1', sampleLines(1, 2))
      live.lines('d1', [])
      live.lines('d1', sampleLines(3, 1))
      assert.deepEqual(await one.heard(), [[1, 2], [3]])
      for (const other of others) assert.deepEqual(await other.heard(), [])
    })

    test('tells a change of a deployment to those who watch it, its app, or all apps', async t => {
      const { live, watch } = await make(t)
      const near = await Promise.all(['deployment:d1', 'app:shop', 'apps'].map(watch))
      const others = await Promise.all(['deployment:d2', 'app:blog', 'deployment:shop', 'app:d1', 'server'].map(watch))
      live.deployment(await sampleDeployment('d1'))
      for (const one of near) assert.deepEqual(await one.heard(), ['d1'])
      for (const other of others) assert.deepEqual(await other.heard(), [])
    })

    test('tells what changed of an app to its watchers and those of all apps, and what belongs to none to those of the server', async t => {
      const { live, watch } = await make(t)
      const [app, all, server, other] = await Promise.all(['app:shop', 'apps', 'server', 'app:blog'].map(watch))
      live.changed('shop')
      live.changed(null)
      assert.deepEqual([await app?.heard(), await all?.heard()], [['shop changed'], ['shop changed']])
      assert.deepEqual(await server?.heard(), ['null changed'])
      assert.deepEqual(await other?.heard(), [])
    })

    test('keeps the order between kinds of news, and tells nothing from before or after one watched', async t => {
      const { live, watch } = await make(t)
      const deployment = await sampleDeployment('d1')
      live.lines('d1', sampleLines(1, 1))
      await (await watch('app:blog')).heard()
      const one = await watch('deployment:d1')
      live.lines('d1', sampleLines(2, 1))
      live.deployment(deployment)
      live.lines('d1', sampleLines(3, 1))
      assert.deepEqual(await one.heard(), [[2], 'd1', [3]])
      await one.leave()
      await one.leave()
      live.lines('d1', sampleLines(4, 1))
      assert.deepEqual(await one.heard(), [[2], 'd1', [3]])
    })

    test('never throws: where one fails, the others hear on', async t => {
      const { live, watch, watchBroken } = await make(t)
      await watchBroken('deployment:d1')
      const one = await watch('deployment:d1')
      live.lines('d1', sampleLines(1, 1))
      live.lines('d1', sampleLines(2, 1))
      assert.deepEqual(await one.heard(), [[1], [2]])
    })

    test('tells what was so when it was said, whatever becomes of it afterwards', async t => {
      const { live, watch } = await make(t)
      const one = await watch('deployment:d1')
      const lines = sampleLines(1, 1)
      live.lines('d1', lines)
      for (const line of lines) line.seq = 7
      assert.deepEqual(await one.heard(), [[1]])
    })
  })
}
