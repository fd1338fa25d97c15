import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createLiveUpdates } from '../../src/adapters/local/live-updates.ts'
import { createLiveUpdates as createRecorded } from '../../src/adapters/memory/live-updates.ts'
import { createMemoryStores } from '../../src/adapters/memory/stores.ts'
import type { Deployment } from '../../src/contract/deployment.ts'
import { requested, sampleLines, withShop } from './samples.ts'

async function sampleDeployment(id: string): Promise<Deployment> {
  return { ...(await requested(await withShop(createMemoryStores()), id)), behind: null }
}

/** A listener that notes what it hears. */
function ear() {
  const heard: unknown[] = []
  return {
    heard,
    lines: (lines: ReadonlyArray<{ seq: number }>) => void heard.push(lines.map(line => line.seq)),
    deployment: (deployment: Deployment) => void heard.push(deployment.id),
    changed: (app: string | null) => void heard.push(`${app} changed`),
  }
}

describe('LiveUpdates (memory)', () => {
  test('records what was published, in order and by value', async () => {
    const live = createRecorded()
    const deployment = await sampleDeployment('d1')
    const lines = sampleLines(1, 1)
    live.lines('d1', lines)
    live.deployment(deployment)
    for (const line of lines) line.text = 'changed'
    assert.deepEqual(live.published, [{ deployment: 'd1', lines: sampleLines(1, 1) }, deployment])
  })
})

describe('LiveUpdates (local)', () => {
  test('tells those who watch the deployment or its app, in order, and nobody else', async () => {
    const live = createLiveUpdates()
    const [deployment, app, other] = [ear(), ear(), ear()]
    live.subscribe('deployment:d1', deployment)
    live.subscribe('app:shop', app)
    for (const topic of ['deployment:d2', 'app:blog', 'deployment:shop']) live.subscribe(topic, other)
    live.lines('d1', sampleLines(1, 2))
    live.deployment(await sampleDeployment('d1'))
    live.lines('d1', [])
    live.lines('d1', sampleLines(3, 1))
    assert.deepEqual(deployment.heard, [[1, 2], 'd1', [3]])
    assert.deepEqual(app.heard, ['d1'])
    assert.deepEqual(other.heard, [])
    const all = ear()
    live.subscribe('apps', all)
    live.changed('shop')
    live.deployment(await sampleDeployment('d1'))
    assert.deepEqual(app.heard, ['d1', 'shop changed', 'd1'])
    assert.deepEqual(all.heard, ['shop changed', 'd1'])
    const server = ear()
    live.subscribe('server', server)
    live.changed(null)
    assert.deepEqual(server.heard, ['null changed'])
    assert.deepEqual(all.heard, ['shop changed', 'd1'])
    assert.deepEqual(other.heard, [])
  })

  test('ends a subscription for good, also twice, and only that one', () => {
    const live = createLiveUpdates()
    const listener = ear()
    const end = live.subscribe('deployment:d1', listener)
    const endSecond = live.subscribe('deployment:d1', listener)
    end()
    end()
    live.lines('d1', sampleLines(1, 1))
    assert.deepEqual(listener.heard, [[1]])
    endSecond()
    live.lines('d1', sampleLines(2, 1))
    live.subscribe('deployment:d1', listener)
    live.lines('d1', sampleLines(3, 1))
    assert.deepEqual(listener.heard, [[1], [3]])
  })

  test('never throws: a listener that does is taken off, and the others hear on', () => {
    const live = createLiveUpdates()
    let calls = 0
    const broken = () => {
      calls += 1
      throw new Error('socket is gone')
    }
    const healthy = ear()
    live.subscribe('deployment:d1', { lines: broken, deployment: broken, changed: broken })
    live.subscribe('deployment:d1', healthy)
    live.lines('d1', sampleLines(1, 1))
    live.lines('d1', sampleLines(2, 1))
    assert.equal(calls, 1)
    assert.deepEqual(healthy.heard, [[1], [2]])
  })

  test('does not tell one who left while another was told', () => {
    const live = createLiveUpdates()
    const second = ear()
    let leave = () => {}
    live.subscribe('deployment:d1', { lines: () => leave(), deployment: () => {}, changed: () => {} })
    leave = live.subscribe('deployment:d1', second)
    live.lines('d1', sampleLines(1, 1))
    assert.deepEqual(second.heard, [])
  })
})
