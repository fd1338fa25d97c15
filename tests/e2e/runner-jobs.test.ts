import assert from 'node:assert/strict'
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createJobRunner } from '../../src/adapters/local/job-runner.ts'
import { familyMembers } from '../../src/platform/process-family.ts'
import { readProcess } from '../../src/platform/process-table.ts'
import { until } from '../support/pipeline/until.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
after(() => scene.close())
const folder = join(scene.home, 'jobs')
const deploying = (deploy: string) => scene.job(scene.commit({ 'trellis.yml': JSON.stringify({ deploy }) }))
/** The server, restarted: it knows what stands in the folder and no more. */
const restarted = (url = 'http://127.0.0.1:9') =>
  createJobRunner({ folder, url: () => url, isolation: 'process', hide: [], machine: process.env })

test('a server that was restarted finds what runs, and can stop it', async () => {
  const job = deploying('echo go; sleep 1000')
  const api = await scene.start(job, 'process')
  await api.until(() => api.lines.includes('go'))
  const later = restarted()
  await later.sweep()
  assert.equal(await later.status(job.deployment.id), 'running')
  await later.stop(job.deployment.id)
  assert.equal(await later.status(job.deployment.id), 'gone')
  assert.ok(!existsSync(join(folder, 'work', job.deployment.id)))
  assert.ok(!existsSync(join(folder, `records/${job.deployment.id}.json`)))
})

test('while a server has its hands full, what runs has next to nothing of the processor, and its share again afterwards', async t => {
  if (!existsSync('/proc/self/autogroup')) return t.diagnostic('this machine shares its processor by processes alone')
  const job = deploying('echo go; sleep 1000')
  const api = await scene.start(job, 'process')
  await api.until(() => api.lines.includes('go'))
  const later = restarted()
  const members = familyMembers({ root: null, cookie: `TRELLIS_JOB=${job.deployment.id}` })
  const shares = () => new Set(members.map(pid => readFileSync(`/proc/${pid}/autogroup`, 'utf8').replace(/.* /, '')))
  await later.yieldMore(true)
  assert.deepEqual(shares(), new Set(['19\n']))
  await later.yieldMore(false)
  assert.deepEqual(shares(), new Set(['1\n']))
  await later.stop(job.deployment.id)
})

test('however long the path of the home is, tools have room for their sockets in TMPDIR, and nothing of it is left', async t => {
  const deep = new Scene('home-of-a-name-that-leaves-no-room-for-any-socket'.repeat(3))
  t.after(() => deep.close())
  const socket = 'a-tool/0123456789abcdef0123/its.sock'
  const files = {
    'listen.js': `require('net').createServer().listen(process.env.TMPDIR + '/${socket}', () => console.log('listens'))`,
    'trellis.yml': JSON.stringify({
      deploy: `echo "in $TMPDIR"; mkdir -p "$TMPDIR/${socket.slice(0, -9)}"; node listen.js`,
    }),
  }
  const job = deep.job(deep.commit(files))
  const api = await deep.start(job, 'process')
  await api.until(() => api.lines.includes('listens') || api.of('finished').length > 0)
  assert.ok(api.lines.includes('listens'), api.lines.join('\n'))
  const path = api.lines.find(line => line.startsWith('in '))?.slice('in '.length) ?? ''
  assert.ok(lstatSync(path).isSymbolicLink(), path)
  const record = join(deep.home, `jobs/records/${job.deployment.id}.json`)
  process.kill((JSON.parse(readFileSync(record, 'utf8')) as { pid: number }).pid, 'SIGKILL')
  await deep.runners[0]?.runner.stop(job.deployment.id)
  assert.equal(lstatSync(path, { throwIfNoEntry: false }), undefined)
})

test('what never ran is gone, and stopping it is no error', async () => {
  const runner = restarted()
  assert.equal(await runner.status('never-was'), 'gone')
  await runner.stop('never-was')
})

test('a machine that has not started its job is replaced', async () => {
  const job = deploying('true')
  // Nobody answers there: it tries again and again.
  const runner = restarted()
  await runner.start(job.deployment.id, 'some-token')
  const record = () =>
    JSON.parse(readFileSync(join(folder, `records/${job.deployment.id}.json`), 'utf8')) as { pid: number }
  const first = record().pid
  await runner.start(job.deployment.id, 'some-token')
  assert.notEqual(record().pid, first)
  // Not by a signal: a dead child can be signalled until its parent, this process, has heard of its end.
  assert.equal(readProcess(first), null)
  await runner.stop(job.deployment.id)
})

test('a pid that another process got by now is left alone', async () => {
  const record = { deployment: 'reused', pid: process.pid, startedAt: 1, boot: 'another boot' }
  writeFileSync(join(folder, 'records/reused.json'), JSON.stringify(record))
  const runner = restarted()
  assert.equal(await runner.status('reused'), 'gone')
  await runner.stop('reused')
})

test('what a dead runner left on the disk is swept away', async () => {
  const left = join(folder, 'work/left-behind/tree')
  mkdirSync(left, { recursive: true })
  await restarted().sweep()
  await until('the folder to be gone', () => !existsSync(left))
})

test('neither the token nor anything else of the order can be read from outside', async () => {
  const job = deploying('echo go; sleep 1000')
  const api = await scene.start(job, 'process')
  await api.until(() => api.lines.includes('go'))
  const { pid } = JSON.parse(readFileSync(join(folder, `records/${job.deployment.id}.json`), 'utf8')) as { pid: number }
  for (const file of ['cmdline', 'environ'])
    assert.ok(!readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(api.token))
})
