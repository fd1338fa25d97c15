import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fetchParts, isPartMissing, listenForParts, part, untilThere } from './part.ts'

test('a part that cannot be fetched while the server is away comes when it is back', async () => {
  let asked = 0
  const load = async () => {
    if (++asked < 3) throw new TypeError('Failed to fetch dynamically imported module')
    return 'the dialog'
  }
  const told: boolean[] = []
  const stop = listenForParts(() => told.push(isPartMissing()))
  assert.equal(await untilThere(load, 1), 'the dialog')
  stop()
  assert.deepEqual(told, [true, true, false], 'whoever waits for it is told')
  assert.equal(asked, 3)
})

test('all parts are fetched before they are wanted, and one that fails keeps none of the others away', async () => {
  const fetched: string[] = []
  part<object>(() => Promise.reject(new TypeError('Failed to fetch')))
  part(async () => {
    fetched.push('palette')
    return { default: () => null }
  })
  await fetchParts()
  assert.deepEqual(fetched, ['palette'])
})
