import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StackNames } from '../../contract/app.ts'
import { detect } from '../detect.ts'
import { missing } from '../needs.ts'
import { planFor } from '../plan.ts'
import { treeOf } from '../testing.ts'
import { toolCommands } from './commands.ts'
import { checkSamSection, samStack } from './sam-commands.ts'
import { serverlessStack, withStackTags } from './serverless-commands.ts'
import { checkServerlessStack } from './serverless-standing.ts'
import { checkSstStacks, sstTags } from './sst-commands.ts'
import { checkSameName, checkSameTool } from './standing.ts'
import type { Target } from './tool.ts'

const wants = (packages: Record<string, string>) => JSON.stringify({ name: 'shop', devDependencies: packages })
const service = { 'serverless.yml': 'service: shop\nprovider:\n  name: aws\n' }

async function planOf(files: Record<string, string>, path = '.') {
  const planned = await planFor(treeOf(files), path)
  assert.ok('plan' in planned, JSON.stringify(planned))
  return planned.plan
}
async function refused(files: Record<string, string>) {
  const planned = await planFor(treeOf(files), '.')
  return 'failure' in planned ? `${planned.failure.code}: ${planned.failure.message}` : 'planned'
}

const target: Target = {
  app: 'shop',
  environment: 'staging',
  installation: 'home-1',
  stage: 'staging',
  region: 'eu-central-1',
  setting: 'auto',
  manager: 'npm',
}

async function commandsOf(files: Record<string, string>, setting: StackNames = 'auto') {
  const plan = await planOf(files)
  assert.ok(plan.deploy.kind === 'tool', plan.deploy.kind)
  const { build, deploy, remove, artifact } = toolCommands(plan.deploy.app, {
    ...target,
    setting,
    manager: plan.packages.manager,
  })
  const said = (command: typeof build) => (command && 'argv' in command ? command.argv.join(' ') : null)
  return { build: said(build), deploy: said(deploy), remove: said(remove), artifact }
}

for (const [program, range] of [
  ['serverless', '^3.38.0'],
  ['serverless', '^4.4.0'],
  ['osls', '4.3.1'],
] as const) {
  test(`${program} ${range} packages, deploys the package, and removes, each by its stage`, async () => {
    const files = { ...service, 'package.json': wants({ [program]: range }), 'package-lock.json': '{}' }
    assert.deepEqual(await commandsOf(files), {
      build: `npx --no-install ${program} package --stage staging --region eu-central-1`,
      deploy: `npx --no-install ${program} deploy --stage staging --region eu-central-1 --package .serverless`,
      remove: `npx --no-install ${program} remove --stage staging --region eu-central-1`,
      artifact: '.serverless',
    })
  })
}

const runs: [string, string, string][] = [
  ['pnpm-lock.yaml', '', 'pnpm exec osls remove'],
  ['yarn.lock', '', 'yarn run osls remove'],
  ['bun.lock', '', 'bun run osls remove'],
]
for (const [lockfile, text, start] of runs) {
  test(`with ${lockfile} the tool is started by ${start.split(' ')[0]}`, async () => {
    const { remove } = await commandsOf({ ...service, 'package.json': wants({ osls: '^4.0.0' }), [lockfile]: text })
    assert.equal(remove, `${start} --stage staging --region eu-central-1`)
  })
}

test('Serverless Framework 4 says before it starts that it needs a login key; others need none', async () => {
  const plan = await planOf({ ...service, 'package.json': wants({ serverless: '4' }), 'package-lock.json': '{}' })
  const noContainers = { build: null, deploy: null }
  const failed = missing(plan.needs, { variables: new Set(), noContainers })
  assert.equal(failed?.code, 'variable_missing')
  assert.match(failed?.message ?? '', /4 does nothing without a login key, and SERVERLESS_ACCESS_KEY or .* is not set/)
  assert.match(failed?.hint ?? '', /trellis variables set APP ENV SERVERLESS_ACCESS_KEY --stdin/)
  assert.equal(missing(plan.needs, { variables: new Set(['SERVERLESS_ACCESS_KEY']), noContainers }), undefined)
  const third = await planOf({ ...service, 'package.json': wants({ serverless: '3' }), 'package-lock.json': '{}' })
  assert.deepEqual(third.needs, [])
})

test('a release that nothing names, or that is too old, is asked about', async () => {
  const lock = { 'package-lock.json': '{}' }
  assert.match(await refused(service), /framework_unsupported: .*names neither serverless nor osls/)
  for (const range of ['latest', '*', '>=3'])
    assert.match(
      await refused({ ...service, ...lock, 'package.json': wants({ serverless: range }) }),
      /leaves its major version open/,
    )
  assert.match(
    await refused({ ...service, ...lock, 'package.json': wants({ serverless: '^2.72.0' }) }),
    /3 and later can be deployed/,
  )
})

test('a service without a package.json is started by what the workspace above it brings', async () => {
  const files = { 'package.json': wants({ osls: '4.3.1' }), 'api/serverless.yml': service['serverless.yml'] }
  const plan = await planOf({ ...files, 'package-lock.json': '{}' }, 'api')
  const npm = { phase: 'install', cwd: '.', argv: ['npm', 'ci', '--no-audit', '--no-fund'] }
  assert.deepEqual([plan.install, plan.test], [[npm], null])
  const unlocked = await planFor(treeOf(files), 'api')
  assert.equal('failure' in unlocked && unlocked.failure.code, 'lockfile_missing')
})

test('a package is made with credentials only when its configuration asks the cloud', async () => {
  const asks = async (text: string) => {
    const files = { 'serverless.yml': `${service['serverless.yml']}${text}`, 'package.json': wants({ osls: '^4.0.0' }) }
    const { deploy } = await planOf({ ...files, 'package-lock.json': '{}' })
    return deploy.kind === 'tool' && toolCommands(deploy.app, target).buildAsksCloud
  }
  assert.equal(await asks(`custom:\n  table: \${self:service}\n`), false)
  assert.equal(await asks(`custom:\n  table: \${ssm:/shop/table}\n`), true)
})

test('the stack of a service is what its package says', () => {
  const state = (provider: object) => JSON.stringify({ service: { service: 'shop', provider } })
  assert.equal(serverlessStack(state({ name: 'aws' }), 'staging'), 'shop-staging')
  assert.equal(serverlessStack(state({ stackName: 'ours' }), 'staging'), 'ours')
  assert.equal(serverlessStack('nonsense', 'staging'), undefined)
})

test('a service is deployed over no stack but its own, or one that a person let it adopt', () => {
  const tagged = (app: string, environment = 'staging', installation = 'home-1') => ({
    STAGE: 'staging',
    'trellis:app': app,
    'trellis:environment': environment,
    'trellis:installation': installation,
  })
  const said = (tags: Record<string, string>, setting: StackNames = 'auto') => {
    const failed = checkServerlessStack('shop-staging', tags, { ...target, setting })
    return failed ? `${failed.code}: ${failed.message} ${failed.hint}` : 'deployed'
  }
  assert.equal(said(tagged('shop')), 'deployed')
  assert.match(said({ STAGE: 'prod' }), /stack_of_another_environment: .* as the stage prod; .* `provider\.stackName`/)
  for (const setting of ['auto', 'prefix', 'keep'] as const) {
    assert.match(
      said(tagged('blog'), setting),
      /stack_of_another_environment: .*shop-staging belongs to the environment staging of the app blog\. Give one of the two services another name/,
    )
    assert.match(said(tagged('shop', 'production'), setting), /production of the app shop\. Let `provider\.stackName`/)
  }
  assert.match(said({ STAGE: 'staging' }), /stack_exists: .*Trellis did not deploy it\. .*--stack-names keep` adopts/)
  assert.match(said(tagged('shop', 'staging', 'home-2')), /stack_exists: .*belongs to another Trellis.*keep` adopts/)
  assert.equal(said({ STAGE: 'staging' }, 'keep'), 'deployed')
  assert.equal(said(tagged('shop', 'staging', 'home-2'), 'keep'), 'deployed')
})

test('whose stack it becomes is written into the package, beside the tags of its own', () => {
  const state = {
    service: { service: 'shop', provider: { name: 'aws', stackTags: { team: 'blue' } } },
    package: { a: 1 },
  }
  assert.deepEqual(JSON.parse(withStackTags(JSON.stringify(state), { 'trellis:app': 'shop' })), {
    service: { service: 'shop', provider: { name: 'aws', stackTags: { team: 'blue', 'trellis:app': 'shop' } } },
    package: { a: 1 },
  })
})

test('an app of SST 2 is deployed over no stacks of its name and stage that it did not make', async () => {
  const config = 'export default { config(_input) { return { name: "blog", region: "r" } }, stacks(app) {} }'
  const tagsOf = async (text: string) => {
    const files = { 'sst.config.ts': text, 'package.json': wants({ sst: '2.43.0' }), 'pnpm-lock.yaml': '' }
    const { deploy } = await planOf(files)
    assert.ok(deploy.kind === 'tool' && deploy.app.tool === 'sst2')
    return sstTags(deploy.app, 'staging')
  }
  assert.deepEqual(await tagsOf(config), { 'sst:stage': 'staging', 'sst:app': 'blog' })
  assert.deepEqual(await tagsOf(config.replace('"blog"', 'nameOf()')), { 'sst:stage': 'staging' })
  assert.equal(checkSstStacks([], target), undefined)
  assert.match(checkSstStacks(['staging-blog-Api'], target)?.message ?? '', /did not make them: staging-blog-Api/)
  assert.equal(checkSstStacks(['staging-blog-Api'], { ...target, setting: 'keep' }), undefined)
})

const template = 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n'
const tags = '--tags trellis:app=shop trellis:environment=staging trellis:installation=home-1'
const capabilities = '--capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND'
const quiet = '--no-confirm-changeset --no-fail-on-empty-changeset'

test('SAM builds, deploys what it built under a stack of the environment, and deletes it', async () => {
  assert.deepEqual(await commandsOf({ 'template.yaml': template }), {
    build: 'sam build --template-file template.yaml',
    deploy: `sam deploy --template-file .aws-sam/build/template.yaml --stack-name staging-shop --region eu-central-1 --resolve-s3 ${capabilities} ${quiet} ${tags}`,
    remove: 'sam delete --stack-name staging-shop --region eu-central-1 --no-prompts',
    artifact: '.aws-sam/build',
  })
})

test("SAM's own section for the environment names the stack, and its settings hold", async () => {
  const config = `version = 0.1
[default.deploy.parameters]
stack_name = "orders"
resolve_s3 = true
tags = "team=blue cost=1"
[staging.deploy.parameters]
stack_name = "orders-for-staging"
s3_bucket = "ours"
`
  const files = { 'template.yaml': template, 'samconfig.toml': config }
  assert.equal((await commandsOf(files)).build, 'sam build --template-file template.yaml --config-env staging')
  assert.equal(
    (await commandsOf(files)).deploy,
    `sam deploy --template-file .aws-sam/build/template.yaml --config-env staging --stack-name orders-for-staging --region eu-central-1 ${capabilities} ${quiet} ${tags}`,
  )
  const { deploy } = await planOf({ ...files, 'samconfig.toml': config.split('[staging')[0] ?? '' })
  assert.ok(deploy.kind === 'tool' && deploy.app.tool === 'sam')
  const name = (setting: StackNames) => samStack(deploy.app as never, { ...target, setting }).name
  assert.deepEqual([name('auto'), name('prefix'), name('keep')], ['staging-orders', 'staging-orders', 'orders'])
  assert.match(await refused({ ...files, 'samconfig.toml': 'stack_name = ' }), /samconfig\.toml is not valid TOML/)
})

test('an environment gets the parameters of no other section of samconfig.toml', async () => {
  const parameters = (name: string) => `[${name}.deploy.parameters]\nparameter_overrides = "Stage=${name}"\n`
  const samOf = async (...names: string[]) => {
    const plan = await planOf({ 'template.yaml': template, 'samconfig.toml': names.map(parameters).join('') })
    assert.ok(plan.deploy.kind === 'tool' && plan.deploy.app.tool === 'sam')
    return { app: plan.deploy.app, warning: plan.detected.warning }
  }
  const own = await samOf('default', 'prod')
  const failed = checkSamSection(own.app, 'production')
  assert.equal(failed?.code, 'section_missing')
  assert.match(failed?.message ?? '', /has sections for prod and none for the environment production/)
  assert.match(failed?.hint ?? '', /--environments prod`.*or add \[production\.deploy\.parameters\]/)
  assert.equal(checkSamSection(own.app, 'prod'), undefined)
  assert.match(
    own.warning ?? '',
    /sections for prod: an environment of another name is refused\. .*--environments prod/,
  )
  const plain = await samOf('default')
  assert.deepEqual([checkSamSection(plain.app, 'production'), plain.warning], [undefined, null])
  assert.equal((await samOf('development', 'staging', 'production')).warning, null)
})

test('stages for which a service has settings are told of where environments may be named otherwise', async () => {
  const warned = async (text: string, more: Record<string, string> = {}) => {
    const files = { 'serverless.yml': `${service['serverless.yml']}${text}`, 'package.json': wants({ osls: '4' }) }
    return (await planOf({ ...files, 'package-lock.json': '{}', ...more })).detected.warning
  }
  assert.match(
    (await warned('params:\n  default: {}\n  prod: {}\n  dev: {}\n')) ?? '',
    /settings for dev, prod: an environment of another name gets none of them\. .*--environments dev,prod/,
  )
  const byFile = `custom: \${file(./env/config.\${opt:stage, 'dev'}.yml)}\n`
  assert.match((await warned(byFile, { 'env/config.prod.yml': '', 'env/other.yml': '' })) ?? '', /settings for prod:/)
  assert.equal(await warned(byFile), null)
  assert.equal(await warned('params:\n  default: {}\n'), null)
  assert.equal(await warned('params: { development: {}, staging: {}, production: {} }\n'), null)
})

test('two services of one name in a repository are told of', async () => {
  const one = { 'package.json': wants({ osls: '4' }), 'package-lock.json': '{}' }
  const text = service['serverless.yml']
  const { apps } = await detect(
    treeOf({
      ...one,
      'a/serverless.yml': text,
      'b/serverless.yml': text,
      'c/serverless.yml': text.replace('shop', 'c'),
    }),
  )
  assert.deepEqual(
    apps.map(({ path, warning }) => [path, warning?.split(',')[0] ?? null]),
    [
      ['a', 'b is called shop'],
      ['b', 'a is called shop'],
      ['c', null],
    ],
  )
})

test('a bucket that SAM made in one account is told of, since the deployment fails in another', async () => {
  const warned = async (bucket: string) => {
    const config = `[default.deploy.parameters]\ns3_bucket = "${bucket}"\n`
    return (await planOf({ 'template.yaml': template, 'samconfig.toml': config })).detected.warning
  }
  assert.match((await warned('aws-sam-cli-managed-default-samclisourcebucket-1x')) ?? '', /Write `resolve_s3 = true`/)
  assert.equal(await warned('ours'), null)
})

test('SST 2 deploys and removes by its stage; of SST 1 and 3 it is said that they cannot be', async () => {
  const config = 'import { SSTConfig } from "sst"\nexport default { stacks(app) {} } satisfies SSTConfig'
  const files = { 'sst.config.ts': config, 'package.json': wants({ sst: '2.43.0' }), 'pnpm-lock.yaml': '' }
  assert.deepEqual(await commandsOf(files), {
    build: null,
    deploy: 'pnpm exec sst deploy --stage staging --region eu-central-1',
    remove: 'pnpm exec sst remove --stage staging --region eu-central-1',
    artifact: null,
  })
  assert.match(await refused({ ...files, 'package.json': wants({ sst: '^1.18.0' }) }), /framework_unsupported: .*sst2/)
  assert.match(
    await refused({ ...files, 'sst.config.ts': 'export default $config({})' }),
    /framework_unsupported: .*sst3/,
  )
})

test('the profiles that a configuration names are known, whichever tool reads it', async () => {
  const profilesOf = async (files: Record<string, string>) => {
    const { deploy } = await planOf(files)
    return deploy.kind === 'tool' ? toolCommands(deploy.app, target).profiles : []
  }
  const lock = { 'package-lock.json': '{}' }
  const yml = `${service['serverless.yml']}  profile: ours # of the team\n  other: \${self:custom.profile}\n`
  const osls = { ...lock, 'package.json': wants({ osls: '4.3.1' }) }
  assert.deepEqual(await profilesOf({ ...osls, 'serverless.yml': yml }), ['ours'])
  assert.deepEqual(await profilesOf({ ...osls, ...service }), [])
  const config =
    'export default {\n  config() {\n    return { name: "a",\n profile: "ours",\n };\n },\n stacks(app) {} }'
  const sst = { ...lock, 'package.json': wants({ sst: '2.43.0' }), 'sst.config.ts': config }
  assert.deepEqual(await profilesOf(sst), ['ours'])
  const toml = '[default.deploy.parameters]\nprofile = "a"\n[staging.global.parameters]\nprofile = "b"\n'
  assert.deepEqual(await profilesOf({ 'template.yaml': template, 'samconfig.toml': toml }), ['a', 'b'])
})

test('an environment does not change its tool or its name while it stands', () => {
  const naming = {
    mode: 'keep' as const,
    tool: 'sam',
    accountId: '1',
    region: 'r',
    stacks: [{ original: 'a', name: 'staging-a' }],
    fixedNames: [],
  }
  const cdk = { kind: 'cdk' as const }
  assert.match(
    checkSameTool(naming, cdk, 'staging')?.message ?? '',
    /stands by sam; this commit would be deployed by the CDK/,
  )
  const { tool: _, ...ofCdk } = naming
  assert.equal(checkSameTool(ofCdk, cdk, 'staging'), undefined)
  assert.equal(checkSameTool(naming, { kind: 'command' }, 'staging'), undefined)
  assert.equal(checkSameName(naming, 'staging-a', 'staging'), undefined)
  assert.match(checkSameName(naming, 'staging-b', 'staging')?.message ?? '', /stands already, as staging-a/)
})

test('a CDK app in Python is installed by pip or poetry into an environment of its own', async () => {
  const app = { 'cdk.json': '{"app":"python3 app.py"}' }
  const installed = async (files: Record<string, string>) =>
    (await planOf({ ...app, ...files })).install.map(command => 'argv' in command && command.argv.join(' '))
  const venv = 'python3 -m venv .venv'
  const pip = '.venv/bin/python -m pip install --disable-pip-version-check --no-input'
  assert.deepEqual(await installed({ 'requirements.txt': 'aws-cdk-lib' }), [venv, `${pip} -r requirements.txt`])
  assert.deepEqual(await installed({ 'poetry.lock': '', 'pyproject.toml': '[tool.poetry]\n' }), [
    venv,
    `${pip} poetry`,
    '.venv/bin/python -m poetry install --no-interaction --no-root',
  ])
  const both = await installed({
    'requirements.txt': '',
    'package.json': wants({ 'aws-cdk': '2' }),
    'package-lock.json': '{}',
  })
  assert.deepEqual(both, ['npm ci --no-audit --no-fund', venv, `${pip} -r requirements.txt`])
  // Its script may need packages that nobody installs.
  const beside = { 'requirements.txt': '', 'package.json': JSON.stringify({ scripts: { test: 'jest' } }) }
  const tested = await planOf({ ...app, ...beside })
  assert.deepEqual([tested.test, tested.detected.test], [null, null])
  assert.match(tested.whyNoTest, /an app in Python are run where trellis\.yml names them/)
  const named = await planOf({ ...app, ...beside, 'trellis.yml': 'test: pytest\n' })
  assert.deepEqual(named.test, { phase: 'test', cwd: '.', script: 'pytest' })
  const plan = await planOf({ ...app, 'requirements.txt': '' })
  assert.deepEqual([plan.deploy.kind, plan.python], ['cdk', '.'])
  assert.match(
    await refused({ ...app, 'pyproject.toml': '[tool.poetry]\nname = "a"\n' }),
    /poetry\.lock is not committed/,
  )
  assert.match(await refused({ ...app, 'uv.lock': '' }), /uv\.lock lies here; only/)
})
