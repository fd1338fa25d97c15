import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from './client.ts'
import { prepareAccount } from './prepare-account.ts'
import { startFakeServer } from './testing/fake-server.ts'

test('a server that cannot wait is asked until the account is ready, and what it repeats is said once', async t => {
  const answers = [
    { ready: false, lines: ['begun'] },
    { ready: false, lines: ['half'] },
    { ready: false, lines: ['half'] },
    { ready: true, lines: ['stands'] },
  ]
  const bodies: unknown[] = []
  const fake = await startFakeServer({
    bootstrapAccount: ({ body }) => {
      bodies.push(body)
      return answers.shift() ?? assert.fail('asked once too often')
    },
  })
  t.after(() => fake[Symbol.asyncDispose]())
  const lines: string[] = []
  const policies = ['arn:aws:iam::aws:policy/PowerUserAccess']
  await prepareAccount(createClient({ url: fake.url }), 'acme', line => lines.push(line), { policies, pauseMs: 1 })
  assert.deepEqual(lines, ['begun', 'half', 'stands'])
  // Each time, so that whoever begins it begins it so.
  assert.deepEqual(bodies, Array(4).fill({ policies }))
})
