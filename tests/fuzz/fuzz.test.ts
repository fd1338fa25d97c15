import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz, fuzzed } from './fuzz.ts'

/** `npm run fuzz` takes ten times as long, and asks as one of them after the other. */
const seconds = 30

test(`whatever is asked as ${fuzzed.join(', ')}, no answer is a 5xx or outside its schema`, async t => {
  const seed = Math.floor(Math.random() * 1_000_000)
  const { ok, requests, report } = await fuzz(fuzzed, seconds, seed)
  t.diagnostic(`${requests} requests, seed ${seed}`)
  assert.ok(ok, `seed ${seed}\n${report}`)
  // How many there are hangs on the machine; each has asked all the same.
  assert.ok(requests > fuzzed.length, 'hardly anything was asked')
})
