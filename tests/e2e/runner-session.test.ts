import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { familyMembers } from '../../src/platform/process-family.ts'
import { until } from '../support/pipeline/until.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
after(() => scene.close())
const deploying = (deploy: string): string => scene.commit({ 'trellis.yml': JSON.stringify({ deploy }) })
const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at + 1}`)
const count = (to: number): string => `i=0; while [ $i -lt ${to} ]; do i=$((i+1)); echo "line $i"; done`

test('a server that fails, hangs up and comes back gets every line once and in order', async () => {
  let calls = 0
  const api = await scene.start(scene.job(deploying(`${count(2_000)}; sleep 0.5; echo end`)), 'process', api => {
    api.trouble = () => ([503, 'hang up', null] as const)[calls++ % 3] ?? null
  })
  assert.deepEqual(await api.finished(), { state: 'succeeded' })
  assert.deepEqual(
    api.lines.filter(line => line.startsWith('line ')),
    numbered(2_000),
  )
  assert.deepEqual(api.problems, [])
})

test('a flood is slowed down while the server is away, and nothing of it is lost', async () => {
  const size = 150_000
  const api = await scene.start(
    scene.job(deploying(`seq -f "line %.0f" 1 ${size}; echo flooded > "$HOME/done"`)),
    'process',
  )
  await api.until(() => api.lines.includes('line 1'))
  api.trouble = () => 503
  await new Promise(resolve => setTimeout(resolve, 2_000))
  api.trouble = () => null
  assert.deepEqual(await api.finished(120_000), { state: 'succeeded' })
  assert.deepEqual(
    api.lines.filter(line => line.startsWith('line ')),
    numbered(size),
  )
})

test('stop ends the processes, asked first, and says so', async () => {
  const deploy = 'trap "echo asked; exit 1" TERM; echo go; while :; do sleep 0.1; done'
  const job = scene.job(deploying(deploy))
  const api = await scene.start(job, 'process')
  await api.until(() => api.lines.includes('go'))
  api.directive = 'stop'
  assert.deepEqual(await api.finished(), { state: 'stopped' })
  assert.ok(api.lines.includes('asked'))
  assert.deepEqual(api.phases.at(-1), 'deploy failed')
})

test('a job that is over is dropped at once, without a word', async () => {
  const job = scene.job(deploying('echo go; sleep 1000'))
  const api = await scene.start(job, 'sandbox')
  await api.until(() => api.lines.includes('go'))
  api.trouble = () => 409
  const cookie = `TRELLIS_JOB=${job.deployment.id}`
  await api.until(() => familyMembers({ root: null, cookie }).length === 0)
  assert.deepEqual(api.of('finished'), [])
})

test('the deadline ends it even when no server says so', async () => {
  const job = scene.job(deploying('echo go; sleep 1000'), { deadline: new Date(Date.now() + 6_000).toISOString() })
  const api = await scene.start(job, 'process')
  const outcome = await api.finished()
  assert.equal(outcome.state === 'failed' && outcome.failure.code, 'timed_out')
})

test('a wrong token gets nothing, and nothing is left of the runner', async () => {
  const job = scene.job(deploying('true'))
  const api = await scene.start(job, 'process', api => Object.assign(api, { token: 'x' }))
  const { runner, id } = scene.runners.at(-1) ?? assert.fail()
  Object.assign(api, { token: 'another' })
  await until('the runner to give up', async () => (await runner.status(id)) === 'gone')
  assert.equal(api.events.length, 0)
})

test('a failing test is named, with its exit code and its line', async () => {
  const files = {
    'trellis.yml': JSON.stringify({ test: 'node --test', deploy: 'true' }),
    'sum.test.js': `const { test } = require('node:test')
test('adds up', () => {})
test('takes the tax into account', () => require('node:assert').equal(1, 2))
`,
  }
  const api = await scene.start(scene.job(scene.commit(files)), 'sandbox')
  const outcome = await api.finished()
  assert.ok(outcome.state === 'failed')
  const { code, phase, message, line } = outcome.failure
  assert.equal(code, 'test_failed')
  assert.equal(phase, 'test')
  assert.match(message, /exit code 1: “takes the tax into account”: AssertionError/)
  assert.match(api.lines[(line ?? 0) - 1] ?? '', /takes the tax into account/)
  assert.ok(!api.phases.some(text => text.startsWith('deploy')))
})
