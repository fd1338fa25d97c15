import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createLiveUpdates } from '../../src/adapters/local/live-updates.ts'
import { createLiveUpdates as createRecorded } from '../../src/adapters/memory/live-updates.ts'
import type { Deployment } from '../../src/contract/deployment.ts'
import { type Heard, suite } from './live-updates.ts'
import { sampleLines } from './samples.ts'

/** A listener that notes what it hears. */
function ear() {
  const heard: Heard[] = []
  return {
    heard,
    lines: (lines: ReadonlyArray<{ seq: number }>) => void heard.push(lines.map(line => line.seq)),
    deployment: (deployment: Deployment) => void heard.push(deployment.id),
    changed: (app: string | null) => void heard.push(`${app} changed`),
  }
}

suite('memory', () => {
  const live = createRecorded()
  return {
    live,
    watch: async topic => {
      const before = live.heard(topic).length
      let end: number | undefined
      return {
        heard: async () =>
          live
            .heard(topic)
            .slice(before, end)
            .map(news => {
              if ('lines' in news) return news.lines.map(line => line.seq)
              return 'changed' in news ? `${news.changed} changed` : news.id
            }),
        leave: async () => {
          end ??= live.heard(topic).length
        },
      }
    },
    // It records, and tells nobody who could fail.
    watchBroken: async () => undefined,
  }
})

suite('local', () => {
  const live = createLiveUpdates()
  const broken = () => {
    throw new Error('socket is gone')
  }
  return {
    live,
    watch: async topic => {
      const { heard, ...listener } = ear()
      const end = live.subscribe(topic, listener)
      return { heard: async () => heard, leave: async () => end() }
    },
    watchBroken: async topic => void live.subscribe(topic, { lines: broken, deployment: broken, changed: broken }),
  }
})

describe('Subscriptions of one machine', () => {
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

  test('a listener that throws is taken off, and the others hear on', () => {
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
