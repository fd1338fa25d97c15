import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Stop } from '../isolation/isolation.ts'
import { Journal } from '../log/journal.ts'
import { outcomeOf } from './outcome.ts'

test('a crash of the runner leaves no secret, neither in the failure nor on its standard error', t => {
  const journal = new Journal({ send: () => {}, room: async () => {} })
  journal.hide(['the-password'])
  const written: string[] = []
  t.mock.method(process.stderr, 'write', (text: string) => written.push(text) > 0)
  const outcome = outcomeOf(new Error('no: the-password'), { journal, signal: new AbortController().signal })
  t.mock.restoreAll()
  assert.ok(outcome.state === 'failed')
  assert.equal(outcome.failure.message, 'The runner failed: no: ***')
  assert.match(written.join(''), /no: \*\*\*/)
  assert.ok(!written.join('').includes('the-password'))
})

test('a build that filled its share of the disk is told how much that was', () => {
  const stopping = new AbortController()
  stopping.abort(new Stop('disk', 0, { used: 3_210 * 2 ** 20, most: 2_048 * 2 ** 20 }))
  const journal = new Journal({ send: () => {}, room: async () => {} })
  const outcome = outcomeOf(new Error('stopped'), { journal, signal: stopping.signal })
  assert.ok(outcome.state === 'failed')
  assert.equal(outcome.failure.code, 'disk_full')
  assert.match(
    outcome.failure.message,
    /more of the disk than a build may: 3,210 MB when it was looked at, of 2,048 MB\.$/,
  )
})
