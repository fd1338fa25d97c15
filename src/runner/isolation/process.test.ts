import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { processIsolation } from './process.ts'

const cookie = 'TRELLIS_JOB=beside'
const isolation = processIsolation({ cookie, tmp: tmpdir() })
const { signal } = new AbortController()
const env = { PATH: process.env.PATH ?? '', TRELLIS_JOB: 'beside' }

test('what runs beside a step leaves the step alone when it ends', async () => {
  const beside = isolation.run({ argv: ['cat'], cwd: '/', env, beside: true }, signal)
  const step = isolation.run({ argv: ['sh', '-c', 'echo started; sleep 0.3; echo done'], cwd: '/', env }, signal)
  beside.stdout.resume()
  // Standard input is empty, so it ends while the step runs.
  await beside.ended
  assert.deepEqual(await step.ended, { code: 0, signal: null })
})
