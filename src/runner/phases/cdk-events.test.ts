import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { UserCommand } from '../cdk/requests.ts'
import type { Job } from '../job/job.ts'
import { cdkDeployPhase } from './cdk.ts'
import { cdkEvents } from './cdk-events.ts'

test('the repository’s own CDK is not started before the assembly, which it may write, is kept', async t => {
  const assembly = mkdtempSync(join(tmpdir(), 'trellis-assembly-'))
  t.after(() => rmSync(assembly, { recursive: true }))
  mkdirSync(join(assembly, 'cdk.out'))
  writeFileSync(join(assembly, 'cdk.out/manifest.json'), '{}')
  const happened: string[] = []
  const changing = Promise.withResolvers<void>()
  const events = cdkEvents(() => job, changing.resolve)
  const deploy = async () => {
    await events.cloudChanging()
    const command = { kind: 'argv' as const, argv: ['cdk', 'deploy'] }
    const own: UserCommand = { purpose: 'own-cdk', command, cwd: '/', env: {}, cloudCredentials: false }
    await events.run(own).catch(() => {})
    return { outputs: {}, naming: undefined }
  }
  const job = {
    spec: { deployment: {}, variables: [], cache: { read: [], write: null }, account: {} },
    folders: { assembly, home: assembly, tmp: assembly, artifact: join(assembly, 'artifact.tgz') },
    cookie: 'A=b',
    signal: new AbortController().signal,
    journal: { phase: null, say: (text: string) => happened.push(text) },
    shipper: { send() {}, flush: async () => {} },
    session: {
      uploadArtifact: async () => {
        // What the upload waits for takes several turns, in which nothing else may begin.
        for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
        happened.push('kept')
        return { digest: 'd', bytes: 1 }
      },
    },
    cdk: { ready: Promise.resolve(), changing: changing.promise, worker: { deploy }, reading: undefined },
  } as unknown as Job
  assert.ok(await cdkDeployPhase(job, job.cdk, '/'))
  assert.deepEqual(happened, ['kept', '$ cdk deploy'])
})
