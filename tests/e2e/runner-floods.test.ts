import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { familyMembers } from '../../src/platform/process-family.ts'
import { flood, forkBomb } from './hostile-builds.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
after(() => scene.close())
const deploying = (deploy: string, more: object = {}): string =>
  scene.commit({ 'trellis.yml': JSON.stringify({ deploy, ...more }) })
const alive = (id: string): number[] => familyMembers({ root: null, cookie: `TRELLIS_JOB=${id}` })

test('a build that floods the log from within the sandbox is stopped like any other', async () => {
  const job = scene.job(deploying(flood))
  const api = await scene.start(job, 'sandbox')
  await api.until(() => api.lines.length > 50_000, 60_000)
  const { pid } = JSON.parse(readFileSync(join(scene.home, `jobs/records/${job.deployment.id}.json`), 'utf8'))
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  assert.ok(megabytes < 400, `the runner takes ${megabytes} MB`)
  api.directive = 'stop'
  assert.deepEqual(await api.finished(), { state: 'stopped' })
  assert.deepEqual(alive(job.deployment.id), [])
  assert.deepEqual(
    api.of('log').map(({ line }) => line),
    api.of('log').map((_, at) => at + 1),
  )
  assert.deepEqual(api.problems, [])
})

test('a build that fills the disk is stopped before it is full, and told so', async () => {
  scene.disk = 64 * 2 ** 20
  const job = scene.job(deploying('head -c 90000000 /dev/zero >file; echo written; sleep 1000'))
  const api = await scene.start(job, 'sandbox')
  scene.disk = null
  const outcome = await api.finished()
  assert.ok(outcome.state === 'failed')
  assert.equal(outcome.failure.code, 'disk_full')
  assert.match(outcome.failure.message, /: \d+ MB when it was looked at, of 64 MB\.$/)
  assert.ok(api.lines.includes('written'))
  assert.deepEqual(alive(job.deployment.id), [])
})

for (const isolation of ['process', 'sandbox'] as const) {
  test(`${isolation}: a fork bomb past its time-out is ended, and said to be`, async () => {
    const commit = deploying(forkBomb(80))
    const job = scene.job(commit, { deadline: new Date(Date.now() + 6_000).toISOString() })
    const api = await scene.start(job, isolation)
    const outcome = await api.finished()
    assert.ok(api.lines.includes('go'), 'it was not even begun')
    assert.equal(outcome.state === 'failed' && outcome.failure.code, 'timed_out')
    assert.deepEqual(alive(job.deployment.id), [])
  })

  test(`${isolation}: a build that closes its pipes is waited for, and its exit code counts`, async () => {
    const deaf = 'exec >&- 2>&- <&-; sleep 1; touch "$HOME/waited"'
    const failed = await scene.start(scene.job(deploying(`${deaf}; exit 7`)), isolation)
    const outcome = await failed.finished()
    assert.match(outcome.state === 'failed' ? outcome.failure.message : outcome.state, /\b7\b/)
    const more = { after_deploy: 'ls "$HOME"' }
    const waited = await scene.start(scene.job(deploying(deaf, more)), isolation)
    assert.deepEqual(await waited.finished(), { state: 'succeeded' }, waited.lines.join('\n'))
    assert.ok(waited.lines.includes('waited'), waited.lines.join('\n'))
  })

  test(`${isolation}: a NUL in a variable or a command reaches nobody`, async () => {
    const job = (value: string, commit = deploying('echo deployed')) =>
      scene.job(commit, { variables: [{ key: 'INJECTED', value, secret: true, steps: null }] })
    const injected = ['x', '--bind', scene.home, '/mnt', '--setenv', 'FOUND', 'it'].join('\0')
    const api = await scene.start(job(injected), isolation)
    const outcome = await api.finished()
    assert.ok(outcome.state === 'failed' && outcome.failure.message.includes('could not be started'), outcome.state)
    assert.ok(!api.lines.includes('deployed') && !JSON.stringify(api.events).includes('--bind'))
    const second = await scene.start(job('x', deploying('echo a\0b')), isolation)
    assert.equal((await second.finished()).state, 'failed')
  })
}
