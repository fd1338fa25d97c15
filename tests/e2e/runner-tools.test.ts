import assert from 'node:assert/strict'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { JobSpec } from '../../src/contract/job.ts'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { Stacks, tagsOf } from '../../src/runner/cdk/stacks.ts'
import { emulatorAccount, emulatorRegion } from '../support/emulator.ts'
import { ensureSam, type Sam } from '../support/sam/ensure-sam.ts'
import type { RunnerApi } from './runner-api.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
let emulator: RunningMinistack
let account: JobSpec['account']

let sam: Sam

before(async () => {
  sam = await ensureSam()
  emulator = await startMinistack({ env: { PYTHONPATH: sam.translator } })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  account = { accountId: emulatorAccount, region: emulatorRegion, endpointUrl: emulator.endpoint, credentials }
})
after(async () => {
  await scene.close()
  await emulator?.stop()
})

const succeed = async (job: JobSpec, adjust: (api: RunnerApi) => void = () => {}): Promise<RunnerApi> => {
  const api = await scene.start(job, 'sandbox', adjust)
  assert.deepEqual(await api.finished(300_000), { state: 'succeeded' }, api.lines.join('\n'))
  assert.deepEqual(api.problems, [])
  return api
}
const stackOf = (name: string) => new Stacks(account).describe({ name })
const as = (job: JobSpec, kind: JobSpec['deployment']['kind']): JobSpec => ({
  ...job,
  deployment: { ...job.deployment, kind },
})
const keptOf = ({ artifact }: Pick<RunnerApi, 'artifact'>) => ({
  digest: 'd'.repeat(64),
  bytes: artifact.length,
  number: 1,
})
/** To what an earlier deployment has kept: nothing is tested or built. */
async function rollBack(job: JobSpec, { artifact }: RunnerApi): Promise<RunnerApi> {
  const back = await succeed(as({ ...job, artifact: keptOf({ artifact }) }, 'rollback'), api => {
    api.artifact = artifact
  })
  const skipped = back.of('phase-finished').flatMap(({ phase, state }) => (state === 'skipped' ? [phase] : []))
  // Where nothing is to be installed, that is skipped as well.
  assert.deepEqual(
    skipped.filter(phase => phase !== 'install'),
    ['test', 'before-deploy', 'build', 'after-deploy'],
  )
  return back
}

test('a service of osls is packaged, deployed by its stage, rolled back to its package and removed', async () => {
  cpSync('tests/e2e/fixtures/osls', scene.repo, { recursive: true })
  const commit = scene.commit({})
  const greeting = (value: string) => ({
    variables: [{ key: 'GREETING', value, secret: false, steps: ['build' as const] }],
    account,
  })
  const first = await succeed(scene.job(commit, greeting('good morning')))
  assert.deepEqual(first.of('outputs')[0]?.outputs['hello-development']?.Greeting, 'good morning from development')
  const naming = first.of('naming').at(-1)?.naming ?? assert.fail('no naming')
  assert.deepEqual(
    [naming.tool, naming.stacks],
    ['serverless', [{ original: 'hello-development', name: 'hello-development' }]],
  )
  assert.equal(first.of('artifact').length, 1)
  const frames = first.lines.filter(line =>
    /^\S ?(Packaging|Deploying|Updating|Uploading).*\(\d+s\)$/.test(line.trim()),
  )
  assert.deepEqual(frames, [], 'a spinner is drawn into the log')
  const made = await stackOf('hello-development')
  assert.deepEqual(made && tagsOf(made), {
    STAGE: 'development',
    'trellis:app': 'shop',
    'trellis:environment': 'development',
    'trellis:installation': 'scene',
  })

  const back = await rollBack(scene.job(commit, { ...greeting('never'), naming }), first)
  assert.equal(back.of('outputs')[0]?.outputs['hello-development']?.Greeting, 'good morning from development')

  // Another app's service of the same name and stage.
  const { deployment } = scene.job(commit)
  const elsewhere = { account, naming, deployment: { ...deployment, app: 'blog' } }
  const intruder = { ...scene.job(commit, { ...elsewhere, artifact: keptOf(first) }) }
  const over = await scene.start(as(intruder, 'rollback'), 'sandbox', api => {
    api.artifact = first.artifact
  })
  const outcome = await over.finished(300_000)
  assert.equal(
    outcome.state === 'failed' && outcome.failure.code,
    'stack_of_another_environment',
    over.lines.join('\n'),
  )
  assert.match(outcome.state === 'failed' ? outcome.failure.message : '', /the environment development of the app shop/)
  assert.equal(over.of('cloud-changing').length, 0)
  const beside = await succeed(as(scene.job(commit, elsewhere), 'teardown'))
  assert.ok(beside.lines.some(line => line.startsWith('The stack hello-development is left alone')))
  assert.equal((await stackOf('hello-development'))?.StackId, made?.StackId)

  // Its code is made by a script that the tool does not run.
  const plain = readFileSync('tests/e2e/fixtures/osls/serverless.yml', 'utf8')
  const built = plain.replace('handler.hello', 'dist/handler.hello')
  const bare = await scene.start(scene.job(scene.commit({ 'serverless.yml': built }), { account, naming }), 'sandbox')
  const lacking = await bare.finished(300_000)
  assert.equal(lacking.state === 'failed' && lacking.failure.code, 'build_failed', bare.lines.join('\n'))
  assert.match(
    lacking.state === 'failed' ? lacking.failure.message : '',
    /no file for the handler dist\/handler\.hello/,
  )
  assert.equal(bare.of('cloud-changing').length, 0)

  // The tool leaves out what is for the development only.
  const asks = {
    'serverless.yml': plain,
    'handler.js': "const { merge } = require('osls')\nexports.hello = async () => merge\n",
  }
  const without = await scene.start(scene.job(scene.commit(asks), { account, naming }), 'sandbox')
  const refused = await without.finished(300_000)
  assert.equal(refused.state === 'failed' && refused.failure.code, 'packages_not_installed', without.lines.join('\n'))
  assert.match(refused.state === 'failed' ? refused.failure.message : '', /hello asks for the package osls/)
  assert.equal(without.of('cloud-changing').length, 0)

  await succeed(as(scene.job(commit, { account, naming }), 'teardown'))
  assert.equal(await stackOf('hello-development'), undefined)
})

test('a SAM application is built, deployed under a name of the environment, rolled back to its build and deleted', async () => {
  cpSync('tests/e2e/fixtures/sam', join(scene.repo, 'sam'), { recursive: true })
  const commit = scene.commit({})
  const repository = { url: scene.repo, path: 'sam', authorized: false }
  const job = scene.job(commit, { account, repository })
  const cache = { ...job.cache, read: [...job.cache.read, { kind: 'folder' as const, path: sam.cache }] }
  const first = await succeed({ ...job, cache })
  const naming = first.of('naming').at(-1)?.naming ?? assert.fail('no naming')
  assert.deepEqual([naming.tool, naming.stacks], ['sam', [{ original: 'hello-sam', name: 'development-hello-sam' }]])
  const outputs = { Greeting: 'good morning' }
  assert.deepEqual(first.of('outputs')[0]?.outputs['development-hello-sam'], outputs)
  const back = await rollBack({ ...scene.job(commit, { account, repository, naming }), cache }, first)
  assert.deepEqual(back.of('outputs')[0]?.outputs['development-hello-sam'], outputs)
  await succeed({ ...as(scene.job(commit, { account, repository, naming }), 'teardown'), cache })
  assert.equal(await stackOf('development-hello-sam'), undefined)
})

/** The assembly that a CDK app in Python leaves, written without the library: installing that takes a minute. */
const app = `import json, os, six, sys
out = os.environ["CDK_OUTDIR"]
os.makedirs(out, exist_ok=True)
print("python of", sys.prefix)
with open(out + "/Queue.template.json", "w") as file:
    json.dump({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"Six": {"Value": six.__version__}}}, file)
stack = {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
         "properties": {"templateFile": "Queue.template.json"}}
with open(out + "/manifest.json", "w") as file:
    json.dump({"version": "36.0.0", "artifacts": {"Queue": stack}}, file)
`

test('a CDK app in Python is installed into an environment of its own, deployed and removed', async () => {
  const files = { 'cdk.json': '{"app":"python3 app.py"}', 'requirements.txt': 'six==1.17.0\n', 'app.py': app }
  const inFolder = Object.fromEntries(Object.entries(files).map(([name, text]) => [`python/${name}`, text]))
  const repository = { url: scene.repo, path: 'python', authorized: false }
  const commit = scene.commit(inFolder)
  const api = await succeed(scene.job(commit, { account, repository }))
  assert.ok(
    api.lines.some(line => /^python of .*\/python\/\.venv$/.test(line)),
    api.lines.join('\n'),
  )
  const naming = api.of('naming').at(-1)?.naming ?? assert.fail('no naming')
  assert.equal(api.of('outputs')[0]?.outputs[naming.stacks[0]?.name ?? '']?.Six, '1.17.0')
  await succeed(as(scene.job(commit, { account, repository, naming }), 'teardown'))
  assert.equal(await stackOf(naming.stacks[0]?.name ?? ''), undefined)
})
