import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { faults } from './faults.ts'
import { rulesHold, usualRuns } from './runs.ts'

// Rules that catch nothing would hold as well. The seed is fixed, so that a fault which needs luck is found out here and now; with
// this one all are noticed soon.
for (const fault of faults) {
  test(`it is noticed when ${fault.name}`, async t => {
    const { failed, numRuns } = await fc.check(rulesHold('memory', fault), {
      numRuns: usualRuns,
      seed: 8,
      endOnFailure: true,
    })
    assert.ok(failed, `${usualRuns} stories did not notice that ${fault.name}`)
    t.diagnostic(`noticed by story ${numRuns}`)
  })
}
