import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApi } from '../../api/testing/api.ts'
import { syncShared } from './sync-shared.ts'

test('many who ask while a look is under way share the next one, which sees what came meanwhile', async () => {
  const asked: PromiseWithResolvers<void>[] = []
  const { ports, client, world } = openApi({
    ports: ({ source }) => ({
      source: {
        async branches(repository) {
          const answer = Promise.withResolvers<void>()
          asked.push(answer)
          await answer.promise
          return source.branches(repository)
        },
        commit: (...args) => source.commit(...args),
        commits: (...args) => source.commits(...args),
        compare: (...args) => source.compare(...args),
        changedPaths: (...args) => source.changedPaths(...args),
      },
    }),
  })
  world.source.push('main')
  const repository = 'https://git.example/shop.git'
  const made = client.call('createApp', { body: { name: 'shop', repository } })
  while (asked.length < 2) {
    asked.at(-1)?.resolve()
    await new Promise(setImmediate)
  }
  asked.at(-1)?.resolve()
  await made
  asked.length = 0
  const first = syncShared(ports, 'shop')
  const later = Array.from({ length: 50 }, () => syncShared(ports, 'shop'))
  while (asked.length < 1) await new Promise(setImmediate)
  const head = world.source.push('main')
  asked[0]?.resolve()
  await first
  while (asked.length < 2) await new Promise(setImmediate)
  asked[1]?.resolve()
  await Promise.all(later)
  assert.equal(asked.length, 2)
  const [newest] = await ports.deployments.list({ app: 'shop', environment: 'development', limit: 1 })
  assert.equal(newest?.commit, head)
})
