import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Places } from './places.ts'

test('so many work at once, the others wait, and what fails gives its place up as well', async () => {
  const places = new Places(2, 60_000)
  const running: PromiseWithResolvers<void>[] = []
  const work = () =>
    places.within(() => {
      const one = Promise.withResolvers<void>()
      running.push(one)
      return one.promise
    })
  const all = [work(), work(), work(), work()]
  await new Promise(setImmediate)
  assert.equal(running.length, 2)
  running[0]?.reject(new Error('broken'))
  await assert.rejects(all[0] ?? Promise.resolve(), /broken/)
  running[1]?.resolve()
  await all[1]
  await new Promise(setImmediate)
  assert.equal(running.length, 4)
  for (const one of running) one.resolve()
  await Promise.all(all.slice(1))
})

test('what takes longer than others have patience for goes on, and lets the next one begin', async () => {
  const places = new Places(1, 1)
  const slow = Promise.withResolvers<void>()
  const first = places.within(() => slow.promise)
  await places.within(async () => undefined)
  slow.resolve()
  await first
})
