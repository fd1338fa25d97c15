import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { JobSpec, Naming } from '../../src/contract/job.ts'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { bootstrap } from '../support/bootstrap.ts'
import { askApi, emulatorAccount, emulatorRegion } from '../support/emulator.ts'
import type { RunnerApi } from './runner-api.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
let emulator: RunningMinistack
let commit: string
let account: JobSpec['account']
let naming: Naming
let artifact: Buffer

before(async () => {
  emulator = await startMinistack()
  const isOurs = (path: string) => !/[/\\](node_modules|cdk\.out)$/.test(path)
  cpSync('examples/hello-cdk', scene.repo, { recursive: true, filter: isOurs })
  commit = scene.commit({})
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  account = { accountId: emulatorAccount, region: emulatorRegion, endpointUrl: emulator.endpoint, credentials }
  await bootstrap(account)
})
after(async () => {
  await scene.close()
  await emulator?.stop()
})

const succeed = async (job: JobSpec, adjust: (api: RunnerApi) => void = () => {}): Promise<RunnerApi> => {
  const api = await scene.start(job, 'sandbox', adjust)
  assert.deepEqual(await api.finished(240_000), { state: 'succeeded' }, api.lines.join('\n'))
  assert.deepEqual(api.problems, [])
  return api
}
const took = (api: RunnerApi): string => {
  const at = (type: 'phase-started' | 'phase-finished') => new Map(api.of(type).map(e => [e.phase, Date.parse(e.at)]))
  const [from, to] = [at('phase-started'), at('phase-finished')]
  return [...from].map(([phase, start]) => `${phase} ${(to.get(phase) ?? 0) - start} ms`).join(', ')
}

test('an unchanged CDK app is installed, tested, synthesised and deployed in the sandbox', async t => {
  const api = await succeed(scene.job(commit, { account }))
  t.diagnostic(took(api))
  const url = api.of('outputs')[0]?.outputs.HelloCdkStack?.Url ?? ''
  assert.equal((await askApi(emulator, url)).status, 200)
  naming = api.of('naming').at(-1)?.naming ?? assert.fail('no naming')
  assert.equal(api.of('cloud-changing').length, 1)
  assert.ok(api.of('progress').length > 0)
  assert.equal(api.of('artifact').length, 1)
  // What may be changed is known to the server before it is.
  const order = api.events
    .map(({ type }) => type)
    .filter(type => ['naming', 'cloud-changing', 'outputs'].includes(type))
  assert.deepEqual(order, ['naming', 'cloud-changing', 'outputs'])
  artifact = api.artifact
})

test('the next commit finds its packages in the cache', async t => {
  const next = scene.commit({ 'note.txt': 'changed' })
  const api = await succeed(scene.job(next, { account, naming }))
  t.diagnostic(took(api))
  assert.equal(api.of('phase-finished').find(({ phase }) => phase === 'install')?.reason, 'cache')
})

test('a rollback deploys the kept artifact and does nothing else', async t => {
  const kept = { digest: 'd'.repeat(64), bytes: artifact.length, number: 1 }
  const job = scene.job(commit, { account, naming, artifact: kept })
  const api = await succeed({ ...job, deployment: { ...job.deployment, kind: 'rollback' } }, api => {
    api.artifact = artifact
  })
  t.diagnostic(took(api))
  const skipped = api.of('phase-finished').filter(({ state }) => state === 'skipped')
  assert.deepEqual(new Set(skipped.map(({ reason }) => reason)), new Set(['kept artifact of #1']))
  assert.equal(skipped.length, 6)
})

test('a teardown needs no checkout', async t => {
  const job = scene.job(commit, { account, naming })
  const api = await succeed({ ...job, deployment: { ...job.deployment, kind: 'teardown', deleteRetained: true } })
  t.diagnostic(took(api))
  assert.deepEqual(api.phases, ['remove succeeded'])
})
