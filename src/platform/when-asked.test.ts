import assert from 'node:assert/strict'
import { test } from 'node:test'
import { once, whenAsked } from './when-asked.ts'

class Counter {
  readonly kind = 'counter'
  #count = 0

  async add(by: number): Promise<number> {
    this.#count += by
    return this.#count
  }
}
type Port = Pick<Counter, 'add' | 'kind'>

test('it is loaded with the first question, once, and answers as what was loaded would', async () => {
  let loads = 0
  const counter = whenAsked<Port, 'kind'>(
    async () => {
      loads += 1
      return new Counter()
    },
    { kind: 'counter' },
  )
  assert.equal(counter.kind, 'counter')
  assert.equal(await Promise.resolve(counter), counter)
  assert.equal(loads, 0)
  assert.deepEqual(await Promise.all([counter.add(1), counter.add(2)]), [1, 3])
  assert.equal(loads, 1)
})

test('what could not be made is tried again by whoever asks next', async () => {
  let attempts = 0
  const made = once(async () => {
    attempts += 1
    if (attempts === 1) throw new Error('not yet')
    return attempts
  })
  const [first, second] = await Promise.allSettled([made(), made()])
  assert.deepEqual([first.status, second.status], ['rejected', 'rejected'])
  assert.equal(await made(), 2)
  assert.equal(await made(), 2)
})
