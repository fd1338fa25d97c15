import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SharedSync } from './shared-sync.ts'

test('whoever comes while it writes out waits for the next time, and all of those share it', async () => {
  const begun: PromiseWithResolvers<void>[] = []
  const shared = new SharedSync(() => {
    const one = Promise.withResolvers<void>()
    begun.push(one)
    return one.promise
  })
  const order: string[] = []
  const wait = (name: string) => shared.wait().then(() => order.push(name))
  const first = wait('first')
  const later = [wait('second'), wait('third')]
  assert.equal(begun.length, 1)
  begun[0]?.resolve()
  await first
  assert.deepEqual(order, ['first'])
  assert.equal(begun.length, 2)
  begun[1]?.resolve()
  await Promise.all(later)
  assert.equal(begun.length, 2)
  const last = wait('last')
  assert.equal(begun.length, 3)
  begun[2]?.resolve()
  await last
})

test('a write-out that fails fails for those who waited for it, and is tried anew for the next', async () => {
  let tries = 0
  const shared = new SharedSync(async () => {
    tries += 1
    if (tries === 1) throw new Error('no space')
  })
  const [first, second] = await Promise.allSettled([shared.wait(), shared.wait()])
  assert.equal(first.status, 'rejected')
  assert.equal(second.status, 'fulfilled')
})
