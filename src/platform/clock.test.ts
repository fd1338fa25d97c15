import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClock } from './clock.ts'

const hour = 3_600_000

/** A clock, and the two that it goes by. */
function clocks() {
  const time = { system: 10 * hour, steady: 5 }
  const clock = createClock(
    () => time.system,
    () => time.steady,
  )
  const pass = (milliseconds: number) => {
    time.system += milliseconds
    time.steady += milliseconds
  }
  return { time, clock, pass }
}

test('the clock is the system’s, also when that jumps ahead', () => {
  const { time, clock, pass } = clocks()
  assert.equal(clock.now(), 10 * hour)
  pass(1_000)
  assert.equal(clock.now(), 10 * hour + 1_000)
  time.system += hour
  assert.equal(clock.now(), 11 * hour + 1_000)
})

test('after a jump back it goes on, slower, and never back, until the system has caught up', () => {
  const { time, clock, pass } = clocks()
  const before = clock.now()
  time.system -= hour
  assert.equal(clock.now(), before)
  // However often it is asked.
  for (let asked = 0; asked < 40_000; asked++) {
    pass(0.5)
    clock.now()
  }
  assert.equal(clock.now(), before + 10_000)
  pass(3 * hour)
  assert.equal(clock.now(), time.system)
})
