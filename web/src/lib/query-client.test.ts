import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onlineManager } from '@tanstack/react-query'
import { createQueryClient } from './query-client.ts'

test('a browser that believes to be offline asks all the same, and what failed is not done later', async () => {
  onlineManager.setOnline(false)
  const queries = createQueryClient(() => {})
  assert.equal(await queries.fetchQuery({ queryKey: ['status'], queryFn: async () => 'deployed' }), 'deployed')
  let asked = 0
  const promote = queries.getMutationCache().build(queries, {
    mutationFn: async () => {
      asked += 1
      throw new Error('The server does not answer')
    },
  })
  await assert.rejects(promote.execute(undefined), /does not answer/)
  onlineManager.setOnline(true)
  await queries.resumePausedMutations()
  assert.equal(asked, 1)
})
