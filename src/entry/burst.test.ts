import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Burst } from './burst.ts'

/** Webhooks at an even pace, the first at 0. @returns whether there was a burst after each */
function take(burst: Burst, { every, count, from = 0 }: { every: number; count: number; from?: number }): boolean[] {
  return Array.from({ length: count }, (_, at) => {
    burst.arrived(from + at * every)
    return burst.isOn(from + at * every)
  })
}

test('a push, and pushes of a busy team, are no burst', () => {
  assert.ok(!take(new Burst(-1_000), { every: 100, count: 200 }).includes(true))
})

test('the first second of a server is taken for a burst: who tried in vain before it comes all at once', () => {
  const burst = new Burst(0)
  assert.ok(burst.isOn(999))
  assert.ok(!burst.isOn(1_000))
})

test('a burst is one from its tenth webhook on, and over half a second after its end', () => {
  const burst = new Burst(-1_000)
  const states = take(burst, { every: 10, count: 100 })
  assert.equal(states.indexOf(true), 9)
  assert.ok(!states.slice(9).includes(false))
  assert.ok(burst.isOn(1_300))
  assert.ok(!burst.isOn(1_400))
})

test('after ten seconds of a burst nothing waits for its end, until there was a pause and another one', () => {
  const burst = new Burst(-1_000)
  const states = take(burst, { every: 10, count: 3_000 })
  assert.equal(states.lastIndexOf(true), 9 + 999)
  assert.ok(take(burst, { every: 10, count: 30, from: 40_000 }).includes(true))
})
