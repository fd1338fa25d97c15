import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import type { Deployment } from '../../src/contract/deployment.ts'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { clientConfig, emulatorRegion } from '../support/emulator.ts'
import { stacksApp } from '../support/pipeline/cdk-app.ts'
import { Repository } from '../support/pipeline/repository.ts'
import { Scene } from '../support/pipeline/scene.ts'

const yml = (settings: object) => ({ 'trellis.yml': JSON.stringify(settings) })
const echo = { deploy: 'echo deployed', remove: 'echo removed' }
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`
const sam = 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n'
const osls = JSON.stringify({ name: 'service', private: true, devDependencies: { osls: '4.3.1' } })
const service = (more: string) => ({
  'package.json': osls,
  'package-lock.json': '{}',
  'serverless.yml': `service: shop\nprovider:\n  name: aws\n${more}`,
})

/** As the CDK's library names what it copies into its assembly. */
const asset = 'ab'.repeat(32)

interface Refused {
  files: Record<string, string>
  code: string
  told: RegExp
  hint: RegExp
  phase: Deployment['phases'][number]['name']
  /** What `trellis.yml` says where it is meant. */
  allow?: object
}

const refused: Record<string, Refused> = {
  lfs: {
    files: { ...yml(echo), '.gitattributes': '*.zip filter=lfs -text\n', 'layer.zip': pointer },
    ...{ code: 'lfs_not_supported', phase: 'checkout', told: /a file of the app.*lfs\/layer\.zip/ },
    hint: /git lfs migrate export.*`allow: \[lfs_pointers\]`/,
    allow: { ...echo, allow: ['lfs_pointers'] },
  },
  submodules: {
    files: yml(echo),
    ...{ code: 'submodules_not_supported', phase: 'checkout', told: /has one: submodules\/lib\./ },
    hint: /git subtree add.*`allow: \[empty_submodules\]`/,
    allow: { ...echo, allow: ['empty_submodules'] },
  },
  stage: {
    files: stacksApp({ Stage: queue() }, 'node app.js --stage prod'),
    ...{ code: 'stage_of_another_environment', phase: 'checkout', told: /`--stage prod`: development would get/ },
    hint: /TRELLIS_STAGE.*`allow: \[fixed_stage\]`/,
    allow: { allow: ['fixed_stage'] },
  },
  stages: {
    files: stacksApp({ 'Api-dev': queue(), 'Api-prod': queue() }),
    ...{ code: 'several_stages', phase: 'build', told: /Api-dev and Api-prod differ by it alone/ },
    hint: /TRELLIS_STAGE.*`allow: \[several_stages\]`/,
    allow: { allow: ['several_stages'] },
  },
  named: {
    files: stacksApp({ 'Orders-prod': queue() }),
    ...{ code: 'stage_of_another_environment', phase: 'build', told: /stack Orders-prod.*development would get/ },
    hint: /TRELLIS_STAGE.*`allow: \[fixed_stage\]`/,
    allow: { allow: ['fixed_stage'] },
  },
  unbundled: {
    files: {
      ...stacksApp({ Unbundled: { Get: ofAsset() } }, 'node app.js && node assets.js'),
      ...{ 'assets.js': makeAsset(), 'get/package.json': '{"dependencies":{"uuid":"11"}}' },
      ...{ 'get/index.js': "require('uuid')\n", 'trellis.yml': 'install: npm ci\n' },
    },
    ...{ code: 'packages_not_installed', phase: 'build', told: /Get asks for the package uuid.*is not in what would/ },
    hint: /bundler.*`allow: \[uninstalled_packages\]`/,
  },
  sections: {
    files: { 'template.yaml': sam, 'samconfig.toml': '[prod.deploy.parameters]\nstack_name = "shop"\n' },
    ...{ code: 'section_missing', phase: 'checkout', told: /sections for prod and none for .*development/ },
    hint: /--environments prod.*\[development\.deploy\.parameters\]/,
  },
  parameter: {
    files: {
      'template.yaml': `${sam.replace('Resources: {}\n', 'Parameters: { Stage: { Type: String, Default: prod } }\n')}Resources: {}\nOutputs: { S: { Value: !Ref Stage } }\n`,
    },
    ...{ code: 'stage_of_another_environment', phase: 'checkout', told: /Stage the value prod: development would get/ },
    hint: /\[development\.deploy\.parameters\].*"Stage=development".*`allow: \[fixed_stage\]`/,
  },
  region: {
    files: service(`  region: eu-west-3\ncustom:\n  queue: arn:aws:sqs:\${self:provider.region}:1:q\n`),
    ...{ code: 'account_mismatch', phase: 'checkout', told: /provider\.region as eu-west-3.*would lie in eu-west-3/ },
    hint: /`\$\{aws:region\}`/,
  },
  handler: {
    files: {
      ...service('functions:\n  hello:\n    handler: api/hello.handler\n'),
      ...{ 'api/package.json': '{"dependencies":{"uuid":"11"}}', 'api/hello.js': "require('uuid')\n" },
    },
    ...{ code: 'packages_not_installed', phase: 'checkout', told: /hello lies in api, and nothing installs/ },
    hint: /`npm ci && npm ci --prefix api`.*`allow: \[uninstalled_packages\]`/,
  },
  layer: {
    files: {
      ...service('layers:\n  common:\n    path: layers/common\n'),
      'layers/common/nodejs/package.json': '{"dependencies":{"uuid":"11"}}',
    },
    ...{ code: 'packages_not_installed', phase: 'checkout', told: /The layer common .*layers\/common\/nodejs/ },
    hint: /--prefix layers\/common\/nodejs.*`allow: \[uninstalled_packages\]`/,
  },
  params: {
    files: service('  region: eu-west-3\nparams:\n  prod:\n    size: 9\n'),
    ...{ code: 'section_missing', phase: 'checkout', told: /settings for prod and none for .*development/ },
    hint: /--environments prod/,
  },
  fixed: {
    files: service(`  stage: prod\ncustom:\n  table: orders-\${self:provider.stage}\n`),
    ...{ code: 'fixed_name_collision', phase: 'checkout', told: /provider\.stage as prod.*development would get/ },
    hint: /`stage: \$\{opt:stage, 'prod'\}`/,
  },
}

function ofAsset(): object {
  const Code = { S3Bucket: 'assets', S3Key: `${asset}.zip` }
  const Role = 'arn:aws:iam::000000000000:role/get'
  return { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Runtime: 'nodejs24.x', Code, Role } }
}

function makeAsset(): string {
  const files = { [asset]: { source: { path: `asset.${asset}`, packaging: 'zip' }, destinations: {} } }
  const artifact = { type: 'cdk:asset-manifest', properties: { file: 'Unbundled.assets.json' } }
  return `const { cpSync, readFileSync, writeFileSync } = require('node:fs')
const out = process.env.CDK_OUTDIR
cpSync('get', out + '/asset.${asset}', { recursive: true })
writeFileSync(out + '/Unbundled.assets.json', '${JSON.stringify({ version: '36.0.0', files })}')
const manifest = JSON.parse(readFileSync(out + '/manifest.json', 'utf8'))
manifest.artifacts['Unbundled.assets'] = ${JSON.stringify(artifact)}
writeFileSync(out + '/manifest.json', JSON.stringify(manifest))
`
}

function queue(name?: string): object {
  return { Queue: { Type: 'AWS::SQS::Queue', ...(name && { Properties: { QueueName: name } }) } }
}
const inFolders = (files: Record<string, Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(files).flatMap(([folder, inside]) =>
      Object.entries(inside).map(([name, text]) => [`${folder}/${name}`, text]),
    ),
  )

let scene: Scene
let emulator: RunningMinistack
before(async () => {
  emulator = await startMinistack()
  scene = await Scene.start()
  const account = ['--region', emulatorRegion, '--endpoint-url', emulator.endpoint, '--keys-from-stdin']
  await scene.cli.json(['account', 'add', 'acme', ...account], { input: 'test test' })
  const library = new Repository(join(scene.folder, 'library'))
  library.commit({ 'index.js': '' }, 'Begin')
  const { repository } = scene
  const files = Object.fromEntries(Object.entries(refused).map(([name, app]) => [name, app.files]))
  repository.commit(inFolders({ ...files, names: stacksApp({ Names: queue('orders') }) }), 'Begin')
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'submodules/lib')
  repository.commit({}, 'Take the library')
})
after(async () => {
  await scene?.close()
  await emulator?.stop()
})

const create = (name: string) =>
  scene.cli.json(['app', 'create', name, '--repo', scene.repository.path, '--path', name, '--account', 'acme'])

async function stacks(): Promise<string[]> {
  const { Stacks = [] } = await new CloudFormationClient(clientConfig(emulator)).send(new DescribeStacksCommand({}))
  return Stacks.map(({ StackName }) => StackName ?? '').sort()
}

test('what would go to the wrong place, or lack files, is refused with its reason before anything is deployed', async () => {
  for (const name of Object.keys(refused)) await create(name)
  for (const [name, { code, phase, told, hint }] of Object.entries(refused)) {
    const { state, failure, phases } = await scene.ended(name, 'development', 1)
    assert.deepEqual([state, failure?.code, failure?.phase], ['failed', code, phase], `${name}: ${failure?.message}`)
    assert.match(failure?.message ?? '', told, name)
    assert.match(failure?.hint ?? '', hint, name)
    assert.equal(phases.at(-1)?.name, phase, name)
    const { status, live } = await scene.environment(name, 'development')
    assert.deepEqual([status, live], ['empty', null], name)
  }
  assert.deepEqual(await stacks(), [])
  const { lines } = await scene.cli.json<{ lines: { text: string }[] }>(['logs', 'params', 'development', '1'])
  const told = `serverless.yml says eu-west-3; Trellis deploys to the region of the account, ${emulatorRegion}.`
  assert.ok(
    lines.some(({ text }) => text.startsWith(told)),
    'the region that nobody obeys',
  )
})

test('a name that another environment holds is refused, and that environment is left as it is', async () => {
  await create('names')
  assert.equal((await scene.ended('names', 'development', 1)).state, 'succeeded')
  await scene.cli.json(['promote', 'names', 'development'])
  const { state, failure } = await scene.ended('names', 'staging', 1)
  assert.deepEqual([state, failure?.code, failure?.phase], ['failed', 'fixed_name_collision', 'deploy'])
  assert.match(failure?.message ?? '', /QueueName of Queue.*"orders", which the environment development/)
  assert.match(failure?.hint ?? '', /Remove QueueName.*TRELLIS_ENVIRONMENT/)
  assert.deepEqual(await stacks(), ['development-Names'])
})

test('what is refused since it is hardly ever meant is deployed where trellis.yml says that it is', async () => {
  const allowed = Object.entries(refused).flatMap(([name, { allow }]) => (allow ? [[name, allow] as const] : []))
  const files = Object.fromEntries(allowed.map(([name, allow]) => [name, yml(allow)]))
  const commit = scene.repository.commit(inFolders(files), 'Say that it is meant')
  for (const [name] of allowed) {
    const { state, failure } = await scene.pushed(name, commit)
    assert.equal(state, 'succeeded', `${name}: ${failure?.message}`)
  }
  const standing = ['Api-dev', 'Api-prod', 'Names', 'Orders-prod', 'Stage'].map(name => `development-${name}`)
  assert.deepEqual(await stacks(), standing)
})
