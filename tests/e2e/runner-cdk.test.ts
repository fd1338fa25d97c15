import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { JobSpec, Naming } from '../../src/contract/job.ts'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { askApi, emulatorAccount, emulatorRegion } from '../support/emulator.ts'
import { cdkApp, cdkStack } from '../support/pipeline/cdk-app.ts'
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
  commit = scene.commit({ ...cdkApp({ version: 'v1' }), ...dependency })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  account = { accountId: emulatorAccount, region: emulatorRegion, endpointUrl: emulator.endpoint, credentials }
})
after(async () => {
  await scene.close()
  await emulator?.stop()
})

const hello = { name: 'hello', version: '1.0.0', dependencies: { dep: 'file:dep' } }
/** Something to install, without a registry. */
const dependency = {
  'dep/package.json': JSON.stringify({ name: 'dep', version: '1.0.0' }),
  'package.json': JSON.stringify({ ...hello, scripts: { test: 'node -e "require(\'dep/package.json\')"' } }),
  'package-lock.json': JSON.stringify({
    ...{ name: hello.name, version: hello.version, lockfileVersion: 3 },
    packages: {
      '': hello,
      dep: { name: 'dep', version: '1.0.0' },
      'node_modules/dep': { resolved: 'dep', link: true },
    },
  }),
}

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

test('a CDK app is installed, tested, synthesised and deployed in the sandbox', async t => {
  const api = await succeed(scene.job(commit, { account }))
  t.diagnostic(took(api))
  const url = api.of('outputs')[0]?.outputs[cdkStack]?.Url ?? ''
  assert.deepEqual(await (await askApi(emulator, url)).json(), { version: 'v1' })
  naming = api.of('naming').at(-1)?.naming ?? assert.fail('no naming')
  assert.ok(api.phases.includes('test succeeded'), api.phases.join())
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
