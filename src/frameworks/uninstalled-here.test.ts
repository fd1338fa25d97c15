import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdkJson, look, packageJson, wants } from './testing.ts'
import { planOf } from './tools/testing.ts'

const lock = { 'package-lock.json': '{}' }
const osls = { ...lock, 'package.json': wants({ osls: '4.3.1' }) }
const needs = (...names: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map(each => [each, '1'])) })
const yml = (more: string) => `service: shop\nprovider:\n  name: aws\n${more}`
const hello = yml('functions:\n  hello:\n    handler: api/hello.handler\n')
const api = { 'api/package.json': needs('uuid'), 'api/hello.js': "const { v4 } = require('uuid')\n" }
const layer = { 'layers/common/nodejs/package.json': needs('uuid') }
const layers = yml('layers:\n  common:\n    path: layers/common\n')

const only = async (files: Record<string, string>) => (await look(files)).apps.find(({ path }) => path === '.')
const warned = async (files: Record<string, string>) => (await only(files))?.warning ?? ''
const refusal = async (files: Record<string, string>) => (await planOf(files)).withoutPackages

test('a handler or a layer whose packages nothing installs is refused, and told of by detect', async () => {
  const handler = { ...osls, ...api, 'serverless.yml': hello }
  const failed = await refusal(handler)
  assert.equal(failed?.code, 'packages_not_installed')
  assert.match(failed?.message ?? '', /api\/hello\.handler of the function hello lies in api, and nothing installs/)
  assert.match(
    failed?.hint ?? '',
    /^Write `install:`.*`npm ci && npm ci --prefix api`.*`allow: \[uninstalled_packages\]`/,
  )
  assert.match((await only(handler))?.problem ?? '', /lies in api, and nothing installs/)
  const ofLayer = await refusal({ ...osls, ...layer, 'serverless.yml': layers })
  assert.match(ofLayer?.message ?? '', /^The layer common .* packages of layers\/common\/nodejs\/package\.json/)
  const inFile = {
    'serverless.yml': yml(`functions: \${file(./f.yml)}\n`),
    'f.yml': 'a:\n  handler: ./api/hello.handler\n',
  }
  assert.ok(await refusal({ ...osls, ...api, ...inFile }))
})

test('what is installed, found above, bundled or brought otherwise is not refused', async () => {
  const own = (more: string) => ({ 'serverless.yml': hello + more })
  const scripts = (all: Record<string, string>) => ({
    'package.json': JSON.stringify({ devDependencies: { osls: '4.3.1' }, scripts: all }),
  })
  for (const change of [
    { 'trellis.yml': 'install: npm ci && npm ci --prefix api\n' },
    { 'trellis.yml': 'build: make\n' },
    { 'trellis.yml': 'allow: [uninstalled_packages]\n' },
    { 'api/node_modules/uuid/index.js': '' },
    { 'package.json': wants({ osls: '4.3.1', uuid: '1' }) },
    { 'package.json': JSON.stringify({ devDependencies: { osls: '4.3.1' }, workspaces: ['api'] }) },
    { 'api/package.json': needs('aws-sdk', '@aws-sdk/client-s3') },
    scripts({ postinstall: 'cd api && npm ci' }),
    scripts({ pretest: 'npm --prefix api ci' }),
    own('custom:\n  scripts:\n    hooks:\n      before:package: npm ci --prefix api\n'),
  ])
    assert.equal(await warned({ ...osls, ...api, 'serverless.yml': hello, ...change }), '', JSON.stringify(change))
  for (const change of [
    own('    layers: [arn:aws:lambda:us-east-1:1:layer:a:1]\n'),
    own('    runtime: python3.12\n'),
    own('    package:\n      artifact: a.zip\n'),
    own('plugins: [serverless-esbuild]\n'),
    { 'api/hello.js': 'exports.handler = async () => 1\n' },
  ]) {
    const files = { ...osls, ...api, 'serverless.yml': hello, ...change }
    assert.equal(await refusal(files), null, JSON.stringify(change))
    assert.match(await warned(files), /^Nothing installs the packages of api: .*`npm ci && npm ci --prefix api`/)
  }
  const committed = { 'layers/common/nodejs/node_modules/uuid/index.js': '' }
  assert.equal(await refusal({ ...osls, ...layer, ...committed, 'serverless.yml': layers }), null)
})

test('folders below an app of the CDK or SAM are warned of by name, other apps and examples are not', async () => {
  const cdk = { ...lock, 'package.json': packageJson(), 'cdk.json': cdkJson() }
  assert.match(
    await warned({ ...cdk, 'lambda/package.json': needs('uuid') }),
    /^Nothing installs the packages of lambda:/,
  )
  const inner = { 'web/package.json': needs('vue'), 'web/ui/package.json': needs('vue') }
  assert.match(await warned({ ...cdk, ...inner, 'a/package.json': needs('b') }), /packages of a, web: /)
  for (const more of [
    { 'examples/a/package.json': needs('uuid') },
    { 'node_modules/a/package.json': needs('uuid') },
    { 'other/package.json': needs('uuid'), 'other/cdk.json': cdkJson(), 'other/l/package.json': needs('uuid') },
    { 'lambda/package.json': needs('uuid'), 'lib/a.ts': "execSync('npm ci', { cwd: 'lambda' })" },
  ])
    assert.equal(await warned({ ...cdk, ...more }), '', JSON.stringify(more))
  const sam = 'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Properties:\n      CodeUri: ./fn/\n'
  const ofSam = { 'template.yaml': sam, 'fn/package.json': needs('uuid') }
  assert.equal(await warned(ofSam), '')
  assert.match(await warned({ ...ofSam, 'web/package.json': needs('vue') }), /packages of web:/)
})
