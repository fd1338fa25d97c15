import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { JobSpec } from '../../src/contract/job.ts'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { Stacks } from '../../src/runner/cdk/stacks.ts'
import type { RunnerApi } from '../e2e/runner-api.ts'
import { Scene } from '../e2e/runner-scene.ts'
import { bootstrap } from '../support/bootstrap.ts'
import { emulatorAccount, emulatorRegion } from '../support/emulator.ts'

/** What takes minutes to install, and so is no part of `npm test`: see docs/frameworks.md. */
const patience = 600_000
let emulator: RunningMinistack
let account: JobSpec['account']
before(async () => {
  emulator = await startMinistack()
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  account = { accountId: emulatorAccount, region: emulatorRegion, endpointUrl: emulator.endpoint, credentials }
  await bootstrap(account)
})
after(() => emulator?.stop())

async function succeed(scene: Scene, job: JobSpec): Promise<RunnerApi> {
  const api = await scene.start(job, 'sandbox')
  assert.deepEqual(await api.finished(patience), { state: 'succeeded' }, api.lines.join('\n'))
  assert.deepEqual(api.problems, [])
  return api
}

/** Deploys and removes what the files are. @returns the outputs of its one stack, and how that was called */
async function walk(files: Record<string, string>, changes: Partial<JobSpec> = {}) {
  const scene = new Scene()
  try {
    const job = scene.job(scene.commit(files), { account, deadline: deadline(), ...changes })
    const api = await succeed(scene, job)
    const naming = api.of('naming').at(-1)?.naming ?? assert.fail('no naming')
    const name = naming.stacks[0]?.name ?? assert.fail('no stack')
    assert.ok(await new Stacks(account).describe({ name }), `${name} stands`)
    const again = scene.job(job.deployment.commit, { account, naming, deadline: deadline() })
    await succeed(scene, { ...again, deployment: { ...again.deployment, kind: 'teardown' } })
    assert.equal(await new Stacks(account).describe({ name }), undefined)
    return { name, outputs: api.of('outputs')[0]?.outputs[name], kept: api.of('artifact').length }
  } finally {
    await scene.close()
  }
}
const deadline = () => new Date(Date.now() + patience).toISOString()

/** Serverless Framework 3 knows no other endpoint than AWS's own, but its SDK does. */
const endpoint = `module.exports = class {
  constructor(serverless) {
    const { AWS_ENDPOINT_URL: endpoint } = process.env
    if (endpoint) serverless.getProvider('aws').sdk.config.update({ endpoint, s3ForcePathStyle: true })
  }
}
`

test('a service of Serverless Framework 3 is packaged, deployed by its stage and removed', async () => {
  const config = {
    service: 'hello',
    frameworkVersion: '3',
    provider: { name: 'aws', runtime: 'nodejs20.x' },
    plugins: ['./endpoint.js'],
    functions: { hello: { handler: 'handler.hello' } },
    resources: { Outputs: { Greeting: { Value: 'good morning from $' + '{sls:stage}' } } },
  }
  const walked = await walk({
    'package.json': JSON.stringify({ name: 'hello', private: true, devDependencies: { serverless: '3.40.0' } }),
    'trellis.yml': 'install: npm install --no-package-lock --no-audit --no-fund\n',
    'serverless.json': JSON.stringify(config),
    'endpoint.js': endpoint,
    'handler.js': "exports.hello = async () => 'hello'\n",
  })
  assert.deepEqual([walked.name, walked.kept], ['hello-development', 1])
  assert.equal(walked.outputs?.Greeting, 'good morning from development')
})

const app = `import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs

app = cdk.App()
stack = cdk.Stack(app, "Queue")
queue = sqs.Queue(stack, "Orders")
cdk.CfnOutput(stack, "Name", value=queue.queue_name)
app.synth()
`

test('an app of the CDK in Python, with the library itself, is installed by pip, deployed and removed', async () => {
  const walked = await walk({
    'cdk.json': '{"app":"python3 app.py"}',
    'requirements.txt': 'aws-cdk-lib==2.275.0\n',
    'app.py': app,
  })
  assert.match(walked.outputs?.Name ?? '', /Orders/)
})

/** Written without the library: that pip installs it is shown above. */
const appOfPoetry = `import json, os, six
out = os.environ["CDK_OUTDIR"]
os.makedirs(out, exist_ok=True)
with open(out + "/Queue.template.json", "w") as file:
    json.dump({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"Six": {"Value": six.__version__}}}, file)
stack = {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
         "properties": {"templateFile": "Queue.template.json"}}
with open(out + "/manifest.json", "w") as file:
    json.dump({"version": "36.0.0", "artifacts": {"Queue": stack}}, file)
`

/** What a developer commits. Poetry takes the index for one of its own kind only where it has the JSON API, so it is named. */
function locked(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'poetry-'))
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
  try {
    run('python3', '-m', 'venv', '.venv')
    const python = join(folder, '.venv/bin/python')
    run(python, '-m', 'pip', 'install', '--quiet', 'poetry==2.5.1')
    const index = run(python, '-c', 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)')
    const project = `[tool.poetry]
package-mode = false
[tool.poetry.dependencies]
python = ">=3.9"
six = "1.16.0"
[[tool.poetry.source]]
name = "simple"
url = "${index}"
priority = "primary"
`
    writeFileSync(join(folder, 'pyproject.toml'), project)
    run(python, '-m', 'poetry', 'lock', '--no-interaction')
    return { 'pyproject.toml': project, 'poetry.lock': readFileSync(join(folder, 'poetry.lock'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('an app of the CDK in Python whose packages Poetry locks is installed by Poetry, deployed and removed', async () => {
  const files = { ...locked(), 'cdk.json': '{"app":"python3 app.py"}', 'app.py': appOfPoetry }
  assert.equal((await walk(files)).outputs?.Six, '1.16.0')
})
