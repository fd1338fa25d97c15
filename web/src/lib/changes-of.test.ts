import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOf, isEmpty } from './changes-of.ts'

const before = {
  branch: 'main',
  timeoutMinutes: 60,
  testCommand: null as string | null,
  allow: { deploy: ['mia'] as string[] | null, teardown: null as string[] | null },
}

test('only what is other than before is a change, also within what holds keys itself', () => {
  assert.deepEqual(changesOf(before, structuredClone(before)), {})
  assert.deepEqual(changesOf(before, { ...before, testCommand: 'npm test', timeoutMinutes: 5 }), {
    testCommand: 'npm test',
    timeoutMinutes: 5,
  })
  const allow = { deploy: ['mia', 'leo'], teardown: null }
  assert.deepEqual(changesOf(before, { ...before, allow }), { allow: { deploy: ['mia', 'leo'] } })
})

test('what is taken away is a change as well', () => {
  assert.deepEqual(changesOf({ ...before, testCommand: 'npm test' }, before), { testCommand: null })
  assert.deepEqual(changesOf(before, { ...before, allow: { deploy: null, teardown: null } }), {
    allow: { deploy: null },
  })
  assert.ok(isEmpty(changesOf({}, {})) && !isEmpty(changesOf<{ a?: 1 | null }>({ a: 1 }, { a: null })))
})
