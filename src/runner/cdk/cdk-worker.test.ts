import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Naming } from '../../contract/job.ts'
import { CdkWorker } from './cdk-worker.ts'
import type { CdkWorkerEvents } from './events.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-test-worker-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const naming: Naming = { mode: 'keep', accountId: '1', region: 'eu-west-1', stacks: [], fixedNames: [] }

/** A worker whose process does what `script` says: `say(message)` sends, `on(type, reply)` answers. */
async function workerOf(script: string, more: Partial<CdkWorkerEvents> = {}) {
  const path = join(folder, `${crypto.randomUUID()}.mjs`)
  const head =
    'const say = m => process.send(m); const on = (type, f) => process.on("message", m => m.type === type && f(m));'
  await writeFile(path, `${head}\n${script}`)
  const told: string[] = []
  const worker = new CdkWorker(fork(path), {
    log: (stream, text) => void told.push(`${stream} ${text}`),
    progress: ({ completed, total }) => void told.push(`${completed}/${total}`),
    retained: resources => void told.push(`retained ${resources.length}`),
    naming: async () => void told.push('naming'),
    cloudChanging: async () => void told.push('cloud-changing'),
    run: async command => ({ exitCode: command.purpose === 'app' ? 0 : 1, tail: [] }),
    ...more,
  })
  return { worker, told }
}

test('lines arrive in order, and a question holds the worker until it is answered', async () => {
  const { worker, told } = await workerOf(`
    on('warm', () => { say({ type: 'log', stream: 'out', text: 'one' }); say({ type: 'question', id: 7, question: { about: 'naming', naming: ${JSON.stringify(naming)} } }) })
    on('answer', m => { say({ type: 'log', stream: 'out', text: 'answered ' + m.id }); say({ type: 'warm' }) })
  `)
  await worker.warm()
  assert.deepEqual(told, ['out one', 'naming', 'out answered 7'])
  await worker.kill()
})

test('a failure rejects with what it says, and the worker goes on', async () => {
  const failure = { code: 'stack_failed', phase: null, message: 'no', hint: 'try' }
  const { worker } = await workerOf(`
    on('bootstrap', () => say({ type: 'failed', failure: ${JSON.stringify(failure)} }))
    on('warm', () => say({ type: 'warm' }))
  `)
  await assert.rejects(worker.bootstrap(), { name: 'CdkFailure', failure })
  await worker.warm()
  await worker.kill()
})

test('when the server cannot record an acknowledgement, the worker ends before it changes anything', async () => {
  const { worker } = await workerOf(
    `on('warm', () => say({ type: 'question', id: 1, question: { about: 'cloud-changing' } }))`,
    { cloudChanging: () => Promise.reject(new Error('the lease is lost')) },
  )
  await assert.rejects(worker.warm(), /the lease is lost/)
  await assert.rejects(worker.warm(), /the lease is lost/)
})

test('a worker that dies rejects what runs and what comes', async () => {
  const { worker } = await workerOf(`on('warm', () => process.exit(3))`)
  await assert.rejects(worker.warm(), /ended early \(exit code 3\)/)
  await assert.rejects(worker.bootstrap(), /ended early/)
  await worker.kill()
})

test('a kill ends it at once, and again is a no-op', async () => {
  const { worker } = await workerOf('setInterval(() => {}, 1000)')
  const running = worker.warm()
  running.catch(() => {})
  await worker.kill()
  await worker.kill()
  await assert.rejects(running, /SIGKILL/)
})
