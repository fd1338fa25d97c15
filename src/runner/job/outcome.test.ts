import assert from 'node:assert/strict'
import { test } from 'node:test'
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
