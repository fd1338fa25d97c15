import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz, fuzzed } from './fuzz.ts'

/** In all; `npm run fuzz` takes ten times as long. */
const seconds = 30

for (const caller of fuzzed) {
  test(`whatever is asked as ${caller}, no answer is a 5xx or outside its schema`, async t => {
    const seed = Math.floor(Math.random() * 1_000_000)
    const { ok, requests, report } = await fuzz(caller, seconds / fuzzed.length, seed)
    t.diagnostic(`${requests} requests, seed ${seed}`)
    assert.ok(ok, `seed ${seed}\n${report}`)
    // How many there are hangs on the machine; `npm run fuzz` is for many.
    assert.ok(requests > 0, 'nothing was asked')
  })
}
