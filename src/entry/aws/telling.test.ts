import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTelling } from './telling.ts'

test('a writer that cannot be had loses nothing that is told, and fails no call that waits for it', async () => {
  const written: string[] = []
  let isThere = false
  const { tell, allTold } = createTelling(
    async () => {
      if (!isThere) throw new Error('no such module')
      return (_, message) => written.push(`log: ${message}`)
    },
    (what, message) => written.push(`plainly: ${message} ${'insteadOfLog' in what ? what.insteadOfLog : ''}`),
  )
  tell({}, 'one')
  await allTold()
  isThere = true
  tell({}, 'two')
  tell({}, 'three')
  await allTold()
  assert.deepEqual(written, ['plainly: one Error: no such module', 'log: two', 'log: three'])
})
