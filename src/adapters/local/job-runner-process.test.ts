import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type RunnerProcess, RunnerStarter } from './job-runner-process.ts'
import { JobTraces } from './job-runner-traces.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-ahead-'))
after(() => rmSync(folder, { recursive: true }))

function starterOf(ahead: boolean): RunnerStarter {
  const env = { PATH: process.env.PATH, TRELLIS_PROBE: 'kept' }
  const traces = new JobTraces(folder)
  return new RunnerStarter({ node: process.execPath, folder, env, traces, niceness: 1, ahead, aheadAfterMs: 0 })
}
/** Without an order it has nothing to do. */
const dismissed = async (runner: RunnerProcess): Promise<number | null> => {
  const exit = once(runner, 'exit')
  runner.stdin.end()
  const [code] = await exit
  return code
}
const argumentsOf = ({ pid }: RunnerProcess) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(2, -1)

test('a runner that was started ahead is taken once, for the next job, and its trace is that of the job', async t => {
  const starter = starterOf(true)
  t.after(() => starter.end())
  const first = await starter.take('one')
  assert.deepEqual(argumentsOf(first), [])
  const waiting = await starter.waiting()
  assert.equal(readlinkSync(`/proc/${waiting.pid}/cwd`), '/')
  const second = await starter.take('two')
  assert.equal(second.pid, waiting.pid)
  assert.deepEqual(argumentsOf(second), ['ahead'])
  assert.ok(existsSync(join(folder, 'two.log')) && !existsSync(join(folder, 'ahead.log')))
  assert.notEqual((await starter.waiting()).pid, second.pid)
  assert.deepEqual(await Promise.all([first, second].map(dismissed)), [0, 0])
})

test('one that died while it waited is replaced', async t => {
  const starter = starterOf(true)
  t.after(() => starter.end())
  const first = await starter.take('three')
  const waiting = await starter.waiting()
  const exit = once(waiting, 'exit')
  waiting.kill('SIGKILL')
  await exit
  const next = await starter.take('four')
  assert.notEqual(next.pid, waiting.pid)
  assert.deepEqual(await Promise.all([first, next].map(dismissed)), [0, 0])
})

test('one that waits ends with the server, whose pipe it reads', async () => {
  const starter = starterOf(true)
  const first = await starter.take('five')
  const waiting = await starter.waiting()
  assert.deepEqual(await Promise.all([first, waiting].map(dismissed)), [0, 0])
  starter.end()
})
