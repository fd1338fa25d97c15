import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createJobRunner } from '../../src/adapters/local/job-runner.ts'
import type { JobSpec } from '../../src/contract/job.ts'
import type { ContainerSettings } from '../../src/contract/runner-start.ts'
import { chooseIsolation } from '../../src/entry/choose-isolation.ts'
import { examine } from '../../src/entry/doctor.ts'
import { familyMembers } from '../../src/platform/process-family.ts'
import { bareImage, image, startEngine, type TestEngine } from '../support/containers/engine.ts'
import { daemons, deaf, flood, forkBomb, isFound, thief } from './hostile-builds.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
let engine: TestEngine
let usual: ContainerSettings
before(async () => {
  engine = await startEngine()
  const limits = { memory: null, cpus: null, processes: 1_000 }
  usual = { socket: engine.socket, home: scene.home, image, known: null, network: 'none', limits }
  usual = { ...usual, known: await engine.known(image) }
  scene.containers = usual
})
after(async () => {
  await scene.close()
  await engine.close()
})

const files = { 'thief.sh': '' }
const commit = (settings: object, more: Record<string, string> = files): string =>
  scene.commit({ 'trellis.yml': JSON.stringify({ test: false, ...settings }), ...more })
const alive = (job: JobSpec): number[] => familyMembers({ root: null, cookie: `TRELLIS_JOB=${job.deployment.id}` })

/** What the processors did for it, by proc(5): in hundredths of a second. */
function workedMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** None of it is left in the engine, either. */
async function isEmpty(): Promise<void> {
  for (const end = Date.now() + 60_000; (await engine.list(scene.home)).length > 0; ) {
    assert.ok(Date.now() < end, 'containers are left')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function run(settings: object, changes: Partial<JobSpec> = {}, containers: Partial<ContainerSettings> = {}) {
  const job = scene.job(commit(settings), changes)
  scene.containers = { ...usual, ...containers }
  const api = await scene.start(job, 'container')
  scene.containers = usual
  return { job, api }
}

test('a hostile build finds nothing in a container, not even what listens on the machine’s loopback', async () => {
  const others = join(scene.home, 'jobs/work/job-of-another/tree')
  const secrets = [join(scene.home, 'key'), join(others, 'source'), join(scene.home, 'caches/other/open/deps')]
  for (const path of secrets) {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, 'FOUND a secret\n')
  }
  process.env.AWS_SECRET_ACCESS_KEY = 'FOUND-the-credentials-of-the-machine'
  const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const knock = `fetch('http://127.0.0.1:${port}').then(() => console.log('FOUND a server'), () => console.log('nobody'))`
  const sockets = `for f in /var/run/docker.sock /run/podman/podman.sock ${engine.socket}; do [ -e $f ] && echo "FOUND $f"; done; true`
  const settings = { install: 'sh ./thief.sh', test: sockets, build: `node -e "${knock}"`, deploy: 'true' }
  const variables = [{ key: 'PASSWORD', value: 'a-password-of-the-app', secret: true, steps: ['deploy' as const] }]
  const job = scene.job(commit(settings, { 'thief.sh': thief(secrets, others) }), { variables })
  // The engine's own network, and what is in the image is found out.
  scene.containers = { ...usual, network: null, known: null }
  const api = await scene.start(job, 'container')
  scene.containers = usual
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  server.close()
  const printed = api
    .of('log')
    .filter(({ stream }) => stream !== 'trellis')
    .map(({ text }) => text)
  assert.deepEqual(printed.filter(isFound), [])
  assert.ok(printed.includes('looked') && printed.includes('nobody'), printed.join('\n'))
  await isEmpty()
})

test('steps share their folders, see their variables, and none of these stands in the settings of a container', async () => {
  const value = `it's a "secret" of $HOME\nin two lines`
  const variables = [{ key: 'PASSWORD', value, secret: true, steps: null }]
  const { api } = await run(
    {
      build: 'echo built >file; echo cached >$TMPDIR/kept; echo "$PASSWORD" >$HOME/password',
      deploy:
        'cat file /tmp/kept; [ "$PASSWORD" = "$(cat $HOME/password)" ] && echo equal; until [ -e go-on ]; do sleep 0.05; done',
    },
    { variables },
  )
  await api.until(() => api.lines.includes('equal'))
  const settings = await engine.inspectAll(scene.home)
  assert.ok(settings.includes(scene.home) && !settings.includes('two lines') && !settings.includes('PASSWORD'))
  writeFileSync(join(scene.home, 'jobs/work', api.job.deployment.id, 'tree/go-on'), '')
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  assert.ok(api.lines.includes('built') && api.lines.includes('cached'), api.lines.join('\n'))
  await isEmpty()
})

test('the engine rests while a step runs', async t => {
  const { pid } = engine
  if (pid === null) return t.skip('the engine is no child of the test')
  const before = workedMs(pid)
  const { api } = await run({ build: 'sleep 5', deploy: 'true' })
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  // Waited for by its own means, it is busy for all of these seconds.
  assert.ok(workedMs(pid) - before < 2_500, `it was busy for ${workedMs(pid) - before} ms`)
})

test('a step ends as it does, whatever is said in its stead', async () => {
  const { api } = await run({
    build: 'echo 0 >/trellis/end; echo "0 0 " >/trellis/end; sleep 1; exit 3',
    deploy: 'true',
  })
  const outcome = await api.finished()
  assert.match(outcome.state === 'failed' ? outcome.failure.message : outcome.state, /exit code 3/)
  await isEmpty()
})

test('daemons do not outlive their step', async () => {
  const { job, api } = await run({ build: daemons, deploy: 'ls -d /proc/[0-9]* | wc -l | sed "s/^/processes /"' })
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  assert.deepEqual(alive(job), [])
  await isEmpty()
})

test('a fork bomb past its time-out is ended, and said to be', async () => {
  const deadline = new Date(Date.now() + 6_000).toISOString()
  const { job, api } = await run({ deploy: forkBomb(80) }, { deadline })
  const outcome = await api.finished()
  assert.ok(api.lines.includes('go'), 'it was not even begun')
  assert.equal(outcome.state === 'failed' && outcome.failure.code, 'timed_out')
  assert.deepEqual(alive(job), [])
  await isEmpty()
})

test('a flood of the log loses no line, and is stopped', async () => {
  const counted = await run({ deploy: 'seq 1 20000' })
  assert.deepEqual(await counted.api.finished(), { state: 'succeeded' })
  const numbers = counted.api.lines.filter(line => /^\d+$/.test(line))
  assert.equal(numbers.join(), Array.from({ length: 20_000 }, (_, at) => at + 1).join())
  const { job, api } = await run({ deploy: flood })
  await api.until(() => api.lines.length > 5_000)
  api.directive = 'stop'
  assert.deepEqual(await api.finished(), { state: 'stopped' })
  assert.deepEqual(alive(job), [])
  await isEmpty()
})

test('a build that needs more memory than it may is told so', async () => {
  const limits = { memory: 128 * 2 ** 20, cpus: 1, processes: 1_000 }
  const hungry = 'node -e "for (const all = []; ; ) all.push(Buffer.alloc(10000000, 1))"'
  const { api } = await run({ deploy: hungry }, {}, { limits })
  const outcome = await api.finished()
  assert.ok(outcome.state === 'failed' && outcome.failure.code === 'out_of_memory', JSON.stringify(outcome))
  assert.match(outcome.failure.message, /needed more than the 128 MB/)
  assert.equal(outcome.failure.phase, 'deploy')
})

test('a build that starts more processes than it may is refused the next', async () => {
  const limits = { memory: null, cpus: null, processes: 30 }
  const { api } = await run({ deploy: 'n=0; while [ $n -lt 100 ]; do sleep 100 & n=$((n+1)); done' }, {}, { limits })
  const outcome = await api.finished()
  assert.match(outcome.state === 'failed' ? outcome.failure.message : '', /fork/i)
})

test('a runner that was killed leaves no container that stop does not find', async () => {
  const { api } = await run({ deploy: deaf })
  await api.until(() => api.lines.includes('go'))
  const { runner, id } = scene.runners.at(-1) ?? assert.fail()
  const { pid } = JSON.parse(readFileSync(join(scene.home, `jobs/records/${id}.json`), 'utf8')) as { pid: number }
  process.kill(pid, 'SIGKILL')
  assert.equal(await runner.status(id), 'running')
  assert.ok((await engine.list(scene.home)).length > 0)
  await runner.stop(id)
  assert.equal(await runner.status(id), 'gone')
  assert.deepEqual(await engine.list(scene.home), [])
  assert.ok(!readdirSync(join(scene.home, 'jobs/work')).includes(id))
})

test('a server that starts removes what an earlier one left in the engine, and nothing of another home', async () => {
  await engine.leave(scene.home, 'job-of-before')
  const others = await engine.leave(`${scene.home}-of-another`, 'job-of-before')
  const folder = join(scene.home, 'jobs')
  const settings = { folder, url: () => '', isolation: 'container', containers: usual, hide: [], machine: {} } as const
  await createJobRunner(settings).sweep()
  await isEmpty()
  assert.deepEqual(await engine.list(`${scene.home}-of-another`), [others])
})

test('a server knows an image by having looked into it, and keeps limits in containers only', async () => {
  const { DOCKER_HOST } = process.env
  process.env.DOCKER_HOST = `unix://${engine.socket}`
  const place = { home: scene.home, scratch: scene.folder }
  const wish = { isolation: 'container', containerImage: image, limits: { memory: 2 ** 28 } } as const
  const { isolation, containers, warnings } = await chooseIsolation(wish, place)
  assert.deepEqual([isolation, warnings], ['container', []])
  assert.equal(containers?.known?.node, process.versions.node)
  assert.deepEqual(containers?.limits, { memory: 2 ** 28, cpus: null, processes: 4_096 })
  await isEmpty()
  const [refusal] = await Promise.allSettled([chooseIsolation({ ...wish, isolation: 'auto' }, place)])
  assert.match(refusal?.status === 'rejected' ? refusal.reason.message : '', /kept in containers only/)
  const checks = await examine({ home: scene.home, url: 'http://127.0.0.1:1', containerImage: image })
  process.env.DOCKER_HOST = DOCKER_HOST ?? ''
  const check = checks.find(({ name }) => name === 'containers')
  assert.deepEqual([check?.ok, check?.optional], [true, false], check?.detail)
})

for (const [what, containers, code] of [
  ['an engine that does not answer', { socket: '/nowhere/engine.sock' }, 'container_engine_unavailable'],
  ['an image that is not there', { image: 'localhost/nothing:latest' }, 'container_image_missing'],
  ['an image without Node', { image: bareImage }, 'container_image_unsuitable'],
] as const) {
  test(`${what} is told of before anything runs`, async () => {
    const { api } = await run({ deploy: 'echo deployed' }, {}, containers)
    const outcome = await api.finished()
    assert.equal(outcome.state === 'failed' && outcome.failure.code, code, JSON.stringify(outcome))
    assert.ok(!api.lines.includes('deployed'))
  })
}
