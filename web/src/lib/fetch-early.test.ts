import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fetchEarly } from './fetch-early.ts'

const early = (path: string) => {
  const answer = new Response('early')
  globalThis.early = new Map([[path, Promise.resolve(answer)]])
}
const ask = async (path: string, method = 'GET') => (await fetchEarly(path, { method })).text()

test('what was asked for early is taken once, and not after something was changed', async t => {
  t.mock.method(globalThis, 'fetch', async () => new Response('now'))
  t.mock.method(performance, 'now', () => 500)
  early('/status')
  assert.deepEqual([await ask('/other'), await ask('/status'), await ask('/status')], ['now', 'early', 'now'])
  early('/status')
  assert.deepEqual([await ask('/sign-out', 'POST'), await ask('/status')], ['now', 'now'])
})

test('what nobody took for ten seconds is asked for anew', async t => {
  t.mock.method(globalThis, 'fetch', async () => new Response('now'))
  t.mock.method(performance, 'now', () => 10_001)
  early('/status')
  assert.equal(await ask('/status'), 'now')
})
