import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Stop } from './isolation.ts'
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

test('a step whose main thread has ended goes on in the others, and is killed with the job', async t => {
  const program =
    'import ctypes, os, platform, threading, time; threading.Thread(target=time.sleep, args=(1000,)).start(); print(os.getpid(), flush=True); ctypes.CDLL(None).syscall(93 if platform.machine() == "aarch64" else 60, 0)'
  const stop = new AbortController()
  const step = isolation.run({ argv: ['python3', '-c', program], cwd: '/', env }, stop.signal)
  t.after(() => stop.abort(new Stop('directive', 0)))
  step.stderr.resume()
  const [pid] = await once(step.stdout, 'data')
  while (!/^State:\tZ/m.test(readFileSync(`/proc/${Number(pid)}/status`, 'utf8'))) await setImmediate()
  stop.abort(new Stop('directive', 0))
  assert.deepEqual(await step.ended, { code: null, signal: 'SIGKILL' })
})
