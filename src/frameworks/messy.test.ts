import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planFor } from './plan.ts'
import { cdkJson, look, packageJson, service, treeOf, wants } from './testing.ts'

test('a serverless.ts behind a function of its own is one where package.json wants the tool, and none elsewhere', async () => {
  const wrapped = { 'serverless.ts': "import { service } from '@acme/sls'\nexport default service({ name: 'shop' })" }
  const wrapper = 'module.exports = make({ functions })'
  const lock = { 'package-lock.json': '{}' }
  const asked = { ...wrapped, ...lock, 'package.json': wants({ serverless: '^3.0.0' }) }
  const unsure = await look(asked)
  assert.deepEqual(unsure.found, ['. serverless no'], 'nobody says that it is AWS')
  const { choice, suggestion } = unsure.apps[0] ?? assert.fail()
  assert.deepEqual([choice, suggestion], ['framework: serverless\n', null])
  assert.deepEqual((await look({ ...asked, 'trellis.yml': choice ?? '' })).found, ['. serverless'])
  const types = 'export type Serverless = { service: { provider: { name: string } } }\n'
  assert.deepEqual((await look({ 'src/serverless.ts': types, 'package.json': wants({ serverless: '3' }) })).found, [])
  assert.deepEqual((await look({ ...wrapped, 'package.json': wants({ next: '15' }) })).found, [])
  assert.deepEqual((await look({ 'serverless.js': wrapper, 'package.json': wants({ osls: '4.3.1' }) })).found, [
    '. serverless no',
  ])
})

test('what goes to another cloud than AWS is refused by its name', async () => {
  for (const [provider, file] of [
    ['google', 'serverless.yml'],
    ['azure', 'serverless.yaml'],
  ] as const) {
    const { found, apps } = await look({ [file]: service(provider), 'package.json': wants({ serverless: '^3.0.0' }) })
    assert.deepEqual(found, ['. serverless no'])
    assert.ok(apps[0]?.reasons.includes(`its provider is ${provider}, not AWS`))
  }
  for (const provider of [
    "const provider = { name: 'google', runtime: 'nodejs' }; const config = { service: 'a', provider }",
    "const config = { service: 'a', provider: { runtime: { a: 1 }, name: 'google' } }",
    "// provider: { name: 'aws' }\nconst config = { service: 'a', provider: { name: 'azure' } }",
  ]) {
    const { found } = await look({
      'serverless.ts': `${provider}\nexport default config\n`,
      'package.json': wants({ serverless: '3' }),
    })
    assert.deepEqual(found, ['. serverless no'], provider)
  }
  const typed =
    "const provider: AWS['provider'] = { runtime: 'nodejs22.x', name: 'aws' }\nexport default { service: 'a', provider }"
  assert.deepEqual((await look({ 'serverless.ts': typed, 'package.json': wants({ serverless: '3' }) })).found, [
    '. serverless',
  ])
  const code = "const config: AWS = { service: 'a', provider: { name: 'openwhisk' } }\nmodule.exports = config"
  const { found } = await look({ 'serverless.ts': code, 'package.json': wants({ serverless: '3' }) })
  assert.deepEqual(found, ['. serverless no'])
  const short = { 'serverless.yml': 'service: a\nprovider: aws\n', 'package.json': wants({ serverless: '3' }) }
  assert.deepEqual((await look(short)).found, ['. serverless'])
})

test('what a service says in files beside it or above counts as said', async () => {
  const files = {
    'package.json': wants({ serverless: '^3.38.0' }),
    'package-lock.json': '{}',
    'common.yml': 'provider:\n  name: aws\n',
    'a/serverless.yml': `service: a\nprovider: \${file(../common.yml):provider}\ncustom: \${file(./own.yml)}\n`,
    'a/own.yml': `table: \${file(more.json)}\n`,
    'a/more.json': `{ "name": "\${ssm:/tables/orders}" }`,
    'b/serverless.yml': `service: b\nprovider: \${file(_provider.yml)}  # ours\n`,
    'b/_provider.yml': 'name: google\n',
    'c/serverless.yml': `service: c\nprovider: \${file(provider.js)}\n`,
    'c/trellis.yml': 'framework: serverless\n',
    'd/trellis.yml': 'framework: serverless\n',
    'd/serverless.yml': `service: d\nprovider:\n  name: \${self:custom.provider}\n`,
  }
  const { found, apps } = await look(files)
  assert.deepEqual(found, ['a serverless', 'b serverless no', 'c serverless', 'd serverless'])
  assert.ok(apps[1]?.reasons.includes('its provider is google, not AWS'))
  const asksCloud = async (path: string) => {
    const planned = await planFor(treeOf(files), path)
    assert.ok('plan' in planned && planned.plan.deploy.kind === 'tool', JSON.stringify(planned))
    return 'asksCloud' in planned.plan.deploy.app && planned.plan.deploy.app.asksCloud
  }
  assert.deepEqual([await asksCloud('a'), await asksCloud('c')], [true, false])
})

test('a CDK app without a package.json of its own is run by the packages of a folder above, as with Nx', async () => {
  const nx = {
    'apps/infra/cdk.json': cdkJson('npx ts-node src/main.ts'),
    'package.json': packageJson(),
    'nx.json': '{}',
  }
  const { found, apps } = await look({ ...nx, 'package-lock.json': '{}' })
  assert.deepEqual(found, ['apps/infra cdk'])
  assert.deepEqual(apps[0]?.reasons, [
    'cdk.json names an app',
    'package.json lies in the root of the repository',
    'package-lock.json lies in the root of the repository',
  ])
  const planned = await planFor(treeOf({ ...nx, 'package-lock.json': '{}' }), 'apps/infra')
  assert.ok('plan' in planned, JSON.stringify(planned))
  const npm = { phase: 'install', cwd: '.', argv: ['npm', 'ci', '--no-audit', '--no-fund'] }
  assert.deepEqual([planned.plan.install, planned.plan.test, planned.plan.folder], [[npm], null, 'apps/infra'])
  const unlocked = await look(nx)
  assert.match(unlocked.apps[0]?.problem ?? '', /no lockfile lies here or in a folder above/)
  const { 'package.json': _, ...alone } = nx
  assert.deepEqual((await look(alone)).found, ['apps/infra cdk no'])
})

test('a configuration below the root, and every service of a repository, is an app of its own', async () => {
  const files = {
    'package.json': JSON.stringify({ workspaces: ['services/*'], devDependencies: { serverless: '3.40.0' } }),
    'package-lock.json': '{}',
    'infra/cdk/cdk.json': cdkJson(),
    'infra/cdk/package.json': packageJson(),
    'infra/cdk/pnpm-lock.yaml': '',
    'services/orders/serverless.yml': service(),
    'services/orders/package.json': '{}',
    'services/users/serverless.yml': service(),
    'services/users/package.json': '{}',
    'services/reports/template.yaml': 'Transform: AWS::Serverless-2016-10-31\n',
    'README.md': '',
  }
  const { found, ambiguous } = await look(files)
  assert.deepEqual(found, [
    'infra/cdk cdk',
    'services/orders serverless',
    'services/reports sam',
    'services/users serverless',
  ])
  assert.deepEqual(ambiguous, [])
  const root = await planFor(treeOf(files), '.')
  assert.ok('failure' in root && root.failure.code === 'framework_unknown')
  assert.match(root.failure.message, /infra\/cdk \(cdk\), services\/orders \(serverless\), services\/reports \(sam\)/)
  assert.match(root.failure.hint ?? '', /--path/)
})

test('a template that the CDK wrote is none of SAM, beside cdk.json or alone', async () => {
  const template =
    'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Metadata:\n      aws:asset:path: asset.1\n'
  const app = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }
  assert.deepEqual((await look({ ...app, 'template.yaml': template })).found, ['. cdk'])
  assert.deepEqual((await look({ 'template.yaml': template })).found, [])
})

test('a template of SAM beside cdk.json is not decided by Trellis', async () => {
  const app = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }
  const { found, ambiguous } = await look({ ...app, 'template.yaml': 'Transform: AWS::Serverless-2016-10-31\n' })
  assert.deepEqual([found, ambiguous[0]?.frameworks], [[], ['cdk', 'sam']])
})
