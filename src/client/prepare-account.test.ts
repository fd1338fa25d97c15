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
  const fake = await startFakeServer({ bootstrapAccount: () => answers.shift() ?? assert.fail('asked once too often') })
  t.after(() => fake[Symbol.asyncDispose]())
  const lines: string[] = []
  await prepareAccount(createClient({ url: fake.url }), 'acme', line => lines.push(line), 1)
  assert.deepEqual(lines, ['begun', 'half', 'stands'])
})
