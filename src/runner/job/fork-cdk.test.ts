import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { takeCdkWorker } from '../cdk/worker.ts'
import { workFolders } from './folders.ts'
import { cdkFor, forkCdk } from './fork-cdk.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-fork-cdk-'))
after(() => rmSync(folder, { recursive: true }))

const access = {
  accountId: '123456789012',
  region: 'eu-west-1',
  endpointUrl: null,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
}
const on = {
  log: () => {},
  progress: () => {},
  retained: () => {},
  naming: async () => {},
  cloudChanging: async () => {},
  run: () => Promise.reject(new Error('runs nothing')),
}

test('one that was forked ahead of its job serves it, in the folder of the job', async t => {
  const ahead = forkCdk(process.execPath)
  const work = join(folder, 'one')
  const child = cdkFor(work, process.execPath, ahead)
  const worker = takeCdkWorker(child, { access, on })
  t.after(() => worker.kill())
  await worker.warm()
  assert.equal(child.pid, ahead.pid)
  assert.equal(readlinkSync(`/proc/${child.pid}/cwd`), workFolders(work).scratch)
})

test('one that died while it waited is replaced', async t => {
  const ahead = forkCdk(process.execPath)
  const gone = once(ahead, 'exit')
  ahead.kill('SIGKILL')
  await gone
  const child = cdkFor(join(folder, 'two'), process.execPath, ahead)
  const worker = takeCdkWorker(child, { access, on })
  t.after(() => worker.kill())
  await worker.warm()
  assert.notEqual(child.pid, ahead.pid)
})
