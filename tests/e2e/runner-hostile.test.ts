import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { familyMembers } from '../../src/platform/process-family.ts'
import { daemons, deaf, forkBomb, isFound, thief } from './hostile-builds.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
after(() => scene.close())

const others = join(scene.home, 'jobs/work/job-of-another/tree')
const secrets: Record<string, string> = {
  [join(scene.home, 'key')]: 'the-key-of-trellis',
  [join(scene.home, 'trellis.db')]: 'the-database-of-trellis',
  [join(others, 'source')]: 'the-source-of-another-app',
  [join(scene.home, 'caches/other/open/deps')]: 'the-cache-of-another-app',
}
for (const [path, content] of Object.entries(secrets)) {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, `FOUND ${content}\n`)
}
process.env.AWS_SECRET_ACCESS_KEY = 'FOUND-the-credentials-of-the-machine'
process.env.TRELLIS_SECRET_OF_THE_SERVER = 'FOUND-the-environment-of-the-server'

const script = thief(Object.keys(secrets), others)

test('a hostile build finds nothing in the sandbox', async () => {
  const commit = scene.commit({
    'trellis.yml': JSON.stringify({ install: 'sh ./thief.sh', test: 'sh ./thief.sh', deploy: 'true' }),
    'thief.sh': script,
  })
  const api = await scene.start(scene.job(commit), 'sandbox')
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  const printed = api.of('log').filter(({ stream }) => stream !== 'trellis')
  const found = printed.filter(({ text }) => isFound(text)).map(({ text }) => text)
  assert.deepEqual(found, [])
  assert.equal(printed.filter(({ text }) => text === 'looked').length, 2)
  // Its own processes and nobody else's.
  const counts = printed.flatMap(({ text }) => (text.startsWith('processes ') ? [Number(text.slice(10))] : []))
  assert.ok(
    counts.every(count => count < 10),
    `${counts}`,
  )
})

test('the same build finds a lot where it is not isolated, so it does look', async () => {
  const commit = scene.commit({ 'trellis.yml': JSON.stringify({ deploy: 'sh ./thief.sh' }), 'thief.sh': script })
  const api = await scene.start(scene.job(commit), 'process')
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  for (const secret of Object.values(secrets)) assert.ok(api.lines.includes(`FOUND ${secret}`), secret)
})

test('what it writes outside of its own folders is gone with it', async () => {
  const script =
    'echo x > /tmp/left-behind; echo y > "$HOME/left-behind"; mkdir -p locked/in && chmod 0 locked/in locked'
  const commit = scene.commit({ 'trellis.yml': JSON.stringify({ deploy: script }) })
  const job = scene.job(commit)
  const api = await scene.start(job, 'sandbox')
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  await api.until(() => !readdirSync(join(scene.home, 'jobs/work')).includes(job.deployment.id))
  assert.ok(!readdirSync('/tmp').includes('left-behind'))
})

for (const isolation of ['process', 'sandbox'] as const) {
  test(`${isolation}: daemons do not outlive their step`, async () => {
    const job = scene.job(scene.commit({ 'trellis.yml': JSON.stringify({ deploy: daemons }) }))
    const api = await scene.start(job, isolation)
    assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
    const cookie = `TRELLIS_JOB=${job.deployment.id}`
    assert.deepEqual(familyMembers({ root: null, cookie }), [])
  })

  test(`${isolation}: a fork bomb is ended with its deployment`, async () => {
    const job = scene.job(scene.commit({ 'trellis.yml': JSON.stringify({ deploy: forkBomb(100) }) }))
    const api = await scene.start(job, isolation)
    await api.until(() => api.lines.includes('go'))
    await new Promise(resolve => setTimeout(resolve, 500))
    api.directive = 'stop'
    assert.deepEqual(await api.finished(), { state: 'stopped' })
    assert.deepEqual(familyMembers({ root: null, cookie: `TRELLIS_JOB=${job.deployment.id}` }), [])
  })

  test(`${isolation}: a runner that was killed leaves nothing that stop does not find`, async () => {
    const job = scene.job(scene.commit({ 'trellis.yml': JSON.stringify({ deploy: deaf }) }))
    const api = await scene.start(job, isolation)
    await api.until(() => api.lines.includes('go'))
    const { runner, id } = scene.runners.at(-1) ?? assert.fail()
    const record = join(scene.home, `jobs/records/${id}.json`)
    const { pid } = JSON.parse(readFileSync(record, 'utf8')) as { pid: number }
    process.kill(pid, 'SIGKILL')
    await runner.stop(id)
    assert.equal(await runner.status(id), 'gone')
    assert.deepEqual(familyMembers({ root: null, cookie: `TRELLIS_JOB=${id}` }), [])
    assert.deepEqual(readdirSync(join(scene.home, 'jobs/work')).includes(id), false)
  })
}
