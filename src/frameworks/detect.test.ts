import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detect, detectFolder } from './detect.ts'
import { cdkJson, packageJson, treeOf } from './testing.ts'

const one = async (files: Record<string, string>) => {
  const { apps, ambiguous } = await detect(treeOf(files))
  assert.deepEqual(ambiguous, [])
  assert.equal(apps.length, 1, JSON.stringify(apps))
  return apps[0] ?? assert.fail()
}

const cdkApp = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }

test('a CDK app with npm is supported, and the reason is told', async () => {
  assert.deepEqual(await one(cdkApp), {
    path: '.',
    framework: 'cdk',
    supported: true,
    packageManager: 'npm',
    packageManagerVersion: null,
    node: null,
    test: 'npm test',
    reasons: ['cdk.json names an app', 'package-lock.json lies here'],
    overrides: [],
    problem: null,
    suggestion: null,
    mend: null,
    choice: null,
    needs: [],
    warning: null,
  })
})

test('what a valid trellis.yml says instead is told, and a lockfile that is missing', async () => {
  const trellisYml = 'test: false\nbefore_deploy: |\n  make\n  make check\n'
  const changed = await one({ ...cdkApp, 'trellis.yml': trellisYml })
  assert.deepEqual([changed.test, changed.overrides], [null, ['test: false', 'before_deploy: "make\\nmake check\\n"']])
  assert.equal((await one({ ...cdkApp, 'trellis.yml': 'test: make check\n' })).test, 'make check')
  const { 'package-lock.json': _, ...unlocked } = cdkApp
  assert.match((await one(unlocked)).problem ?? '', /no package-lock\.json beside it.*npm install/)
  assert.equal((await one({ ...unlocked, 'trellis.yml': 'install: npm install\n' })).problem, null)
})

test('a cdk.json that is a link out of the repository is called that, and one that is not JSON is not', async () => {
  const reader = { ...treeOf(cdkApp), read: async (path: string) => (path === 'cdk.json' ? undefined : '{}') }
  const [linked] = (await detect(reader)).apps
  assert.match(linked?.reasons.join() ?? '', /cdk\.json is a symbolic link that leaves the repository/)
  assert.equal(linked?.mend, 'Replace it by what it points to.')
  assert.match((await one({ ...cdkApp, 'cdk.json': '{' })).reasons.join(), /not valid JSON/)
})

test('a committed synthesised template beside cdk.json is not SAM', async () => {
  const template = 'Transform: AWS::Serverless-2016-10-31\nMetadata:\n  aws:cdk:path: Stack/Fn/Resource\n'
  assert.equal(
    (await one({ ...cdkApp, 'template.yaml': template, 'samconfig.toml': 'version = 0.1' })).framework,
    'cdk',
  )
})

const others: Record<string, [Record<string, string>, string]> = {
  serverless: [
    { 'serverless.yml': 'service: shop\nprovider:\n  name: aws\n' },
    'serverless.yml names a service and a provider',
  ],
  sst3: [{ 'sst.config.ts': 'export default $config({ app() {} })' }, 'sst.config.ts calls $config'],
  sst2: [
    { 'sst.config.ts': 'import { SSTConfig } from "sst"\nexport default {} satisfies SSTConfig' },
    'sst.config.ts lists stacks of SST 2',
  ],
  architect: [{ 'app.arc': '@app\nshop\n' }, 'app.arc is a manifest of Architect'],
  amplify: [{ 'amplify/backend.ts': 'defineBackend({})' }, 'amplify/ defines a backend'],
  pulumi: [{ 'Pulumi.yaml': 'name: shop\nruntime: nodejs\n' }, 'Pulumi.yaml is a project of Pulumi'],
  terraform: [{ 'main.tf': 'provider "aws" {\n}\n' }, 'main.tf configures Terraform'],
  chalice: [{ '.chalice/config.json': '{}', 'requirements.txt': 'chalice' }, '.chalice/config.json lies here'],
}
for (const [framework, [files, reason]] of Object.entries(others)) {
  test(`${framework} is recognised by name and not supported yet`, async () => {
    const app = await one(files)
    assert.equal(app.framework, framework)
    assert.equal(app.supported, false)
    assert.equal(app.reasons[0], reason)
  })
}

test('two tools in one folder are ambiguous, and the way to choose is told', async () => {
  const files = { ...cdkApp, 'serverless.yml': 'service: shop\nprovider:\n  name: aws\n' }
  const { apps, ambiguous } = await detect(treeOf(files))
  assert.deepEqual(apps, [])
  assert.deepEqual(ambiguous[0]?.frameworks, ['cdk', 'serverless'])
  assert.match(ambiguous[0]?.why ?? '', /^cdk\.json .*; serverless\.yml [^.]*\.$/)
  assert.equal((await one({ ...files, 'trellis.yml': 'framework: cdk\n' })).framework, 'cdk')
})

test('folders that are copied, tested or installed are passed over, unless one is named', async () => {
  const nested = (folder: string) => ({ [`${folder}/cdk.json`]: cdkJson(), [`${folder}/package.json`]: packageJson() })
  const files = {
    ...nested('node_modules/x'),
    ...nested('test/fixtures/a'),
    ...nested('templates/b'),
    ...nested('examples/c'),
    ...nested('cdk.out'),
  }
  const { leftOut, ...found } = await detect(treeOf(files))
  assert.deepEqual(found, { apps: [], ambiguous: [] })
  assert.deepEqual(
    leftOut,
    ['examples/c', 'templates/b', 'test/fixtures/a'].map(path => ({ path, frameworks: ['cdk'], why: 'folder' })),
    'what may be meant is named',
  )
  assert.equal((await detectFolder(treeOf(files), 'examples/c')).kind, 'app')
  assert.equal((await detect(treeOf(files), 'examples/c')).apps.length, 1)
})

test('every service of a monorepo is found, with the lockfile of the workspace', async () => {
  const files = {
    'package.json': JSON.stringify({ workspaces: ['services/*'] }),
    'package-lock.json': '{}',
    'services/a/cdk.json': cdkJson(),
    'services/a/package.json': packageJson(),
    'services/b/cdk.json': cdkJson(),
    'services/b/package.json': packageJson({ scripts: { test: 'echo "Error: no test specified" && exit 1' } }),
  }
  const { apps } = await detect(treeOf(files))
  assert.deepEqual(
    apps.map(app => app.path),
    ['services/a', 'services/b'],
  )
  assert.deepEqual(
    apps.map(app => app.test),
    ['npm test', null],
  )
  assert.ok(apps[0]?.reasons.includes('package-lock.json lies in the root of the repository'))
})

test('a CDK app in Python is supported, in Java recognised', async () => {
  const python = await one({ 'cdk.json': cdkJson('python3 app.py'), 'requirements.txt': 'aws-cdk-lib' })
  assert.deepEqual([python.framework, python.supported, python.packageManager], ['cdk', true, 'pip'])
  const java = await one({ 'cdk.json': cdkJson('mvn -e -q compile exec:java'), 'pom.xml': '<project/>' })
  assert.equal(java.supported, false)
  assert.match(java.reasons.join(), /Java/)
})

test('the package manager is what package.json says, else the lockfile', async () => {
  const pnpm = await one({ ...cdkApp, 'package.json': packageJson({ packageManager: 'pnpm@9.1.0' }) })
  assert.deepEqual([pnpm.packageManager, pnpm.supported], ['pnpm', true])
  const yarn = await one({ 'cdk.json': cdkJson(), 'package.json': packageJson(), 'yarn.lock': '' })
  assert.deepEqual([yarn.packageManager, yarn.supported, yarn.test], ['yarn', true, 'yarn test'])
})

test('which Node and which package manager are asked for is told with what asks', async () => {
  const lock = { 'cdk.json': cdkJson(), 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }
  const named = await one({ ...lock, 'package.json': packageJson({ packageManager: 'pnpm@9.1.0' }), '.nvmrc': 'v22\n' })
  assert.deepEqual(named.packageManagerVersion, { version: '9.1.0', source: 'packageManager of package.json' })
  assert.deepEqual(named.node, { version: '22', source: '.nvmrc' })
  const ranged = await one({ ...lock, 'package.json': packageJson({ engines: { node: '>=20', pnpm: '>=9' } }) })
  assert.deepEqual(ranged.packageManagerVersion, { version: '>=9', source: 'engines of package.json' })
  assert.deepEqual(ranged.node, { version: '>=20', source: 'engines of package.json' })
  const silent = await one({ ...lock, 'package.json': packageJson() })
  assert.deepEqual([silent.packageManagerVersion, silent.node], [{ version: '10', source: 'pnpm-lock.yaml' }, null])
  const wrong = await one({ ...cdkApp, '.nvmrc': 'newest\n' })
  assert.match(
    wrong.problem ?? '',
    /^\.nvmrc holds "newest", which is no version of Node: .*`node: 22` in trellis\.yml\.$/,
  )
})

test('what must be there before a deployment starts is told from the first look on', async () => {
  const code = "import { DockerImageAsset } from 'aws-cdk-lib'\nnew DockerImageAsset(this, 'A')"
  assert.match(
    (await one({ ...cdkApp, 'lib/a.ts': code })).needs[0] ?? '',
    /lib\/a\.ts builds an image .*container engine/,
  )
  const own = await one({ ...cdkApp, 'lib/a.ts': code, 'trellis.yml': 'deploy: make\nremove: make\n' })
  assert.deepEqual(own.needs, [])
  const login = {
    'serverless.yml': 'service: shop\nprovider:\n  name: aws\n',
    'package.json': packageJson({ devDependencies: { serverless: '^4.4.0' } }),
    'package-lock.json': '{}',
  }
  assert.match((await one(login)).needs[0] ?? '', /login key: set SERVERLESS_ACCESS_KEY or .* as a variable/)
})

test('a member of a workspace is seen with what stands above it', async () => {
  const files = {
    'package.json': JSON.stringify({ workspaces: ['services/*'], packageManager: 'yarn@4.5.0' }),
    'yarn.lock': '__metadata:\n  version: 8\n',
    '.nvmrc': '22',
    'services/a/cdk.json': cdkJson(),
    'services/a/package.json': packageJson(),
    'services/b/cdk.json': cdkJson(),
  }
  const { apps } = await detect(treeOf(files), 'services/a')
  assert.deepEqual(
    apps.map(({ path, packageManager, node, problem }) => ({ path, packageManager, node: node?.version, problem })),
    [{ path: 'services/a', packageManager: 'yarn', node: '22', problem: null }],
  )
})

test('files that only look like a tool are none', async () => {
  const files = {
    'serverless.ts': 'export const handler = () => {}',
    'template.yaml': 'AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n',
    'modules/net/main.tf': 'variable "name" {}\n',
    'lib/cdk.json': '{"context":{}}',
  }
  assert.deepEqual(await detect(treeOf(files)), { apps: [], ambiguous: [], leftOut: [] })
})

test('own commands without one that removes the app are warned of', async () => {
  const warning = async (trellisYml: string) => (await one({ 'trellis.yml': trellisYml })).warning
  assert.match((await warning('deploy: make deploy\n')) ?? '', /no `remove:`\. A teardown will fail/)
  assert.equal(await warning('deploy: make deploy\nremove: make remove\n'), null)
})

test('a tool that cannot be deployed is refused for that, and not for its lockfile', async () => {
  const app = await one({ 'app.arc': '@app\nshop\n', 'package.json': packageJson() })
  assert.deepEqual([app.supported, app.problem], [false, null])
})

test('an app that trellis.yml points to is found once, where trellis.yml lies', async () => {
  const files = { 'trellis.yml': 'path: infra\n', 'infra/cdk.json': cdkJson(), 'infra/package.json': packageJson() }
  const { apps } = await detect(treeOf({ ...files, 'infra/package-lock.json': '{}' }))
  assert.deepEqual(
    apps.map(({ path, framework, supported, test }) => ({ path, framework, supported, test })),
    [{ path: '.', framework: 'cdk', supported: true, test: 'npm test' }],
  )
})
