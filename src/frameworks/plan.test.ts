import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOutputs } from './outputs.ts'
import { planFor } from './plan.ts'
import { cdkJson, packageJson, treeOf } from './testing.ts'

const cdkApp = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }

const planOf = async (files: Record<string, string>, path = '.') => {
  const planned = await planFor(treeOf(files), path)
  assert.ok('plan' in planned, JSON.stringify(planned))
  return planned.plan
}
const failureOf = async (files: Record<string, string>, path = '.') => {
  const planned = await planFor(treeOf(files), path)
  assert.ok('failure' in planned)
  return planned.failure
}

test('a CDK app: clean install, its tests, and the CDK itself', async () => {
  const plan = await planOf(cdkApp)
  assert.deepEqual(plan.install, [{ phase: 'install', cwd: '.', argv: ['npm', 'ci', '--no-audit', '--no-fund'] }])
  assert.deepEqual(plan.test, { phase: 'test', cwd: '.', argv: ['npm', 'test'] })
  assert.deepEqual(plan.deploy, { kind: 'cdk', app: 'npx tsx bin/app.ts', build: null, context: { a: 1 } })
  assert.equal(plan.remove, null)
})

test('trellis.yml overrides step by step', async () => {
  const settings = 'test: false\nbefore_deploy: |\n  echo one\n  echo two\nnode: 22\ntimeout: 2h\ncache: [.turbo]\n'
  const plan = await planOf({ ...cdkApp, 'trellis.yml': settings })
  assert.deepEqual([plan.test, plan.whyNoTest], [null, 'trellis.yml says so'])
  assert.deepEqual(plan.beforeDeploy, { phase: 'before-deploy', cwd: '.', script: 'echo one\necho two\n' })
  assert.deepEqual([plan.node?.range, plan.timeoutMinutes, plan.cache], ['22', 120, ['.turbo']])
  assert.equal(plan.deploy.kind, 'cdk')
})

test('own commands deploy what no tool is known for', async () => {
  const settings = 'path: app\ndeploy: ./deploy.sh\nremove: ./remove.sh\noutputs: out.json\n'
  const plan = await planOf({ 'services/x/trellis.yml': settings, 'services/x/app/deploy.sh': '' }, 'services/x')
  const deploy = { phase: 'deploy', cwd: 'services/x/app', script: './deploy.sh' }
  assert.deepEqual(plan.deploy, { kind: 'command', command: deploy, outputs: 'services/x/app/out.json' })
  assert.deepEqual(plan.remove, { phase: 'remove', cwd: 'services/x/app', script: './remove.sh' })
  assert.deepEqual(plan.install, [])
  assert.match(plan.whyNoTest, /there is no package\.json/)
})

test('a tool with a deploy command of its own needs no support', async () => {
  const files = {
    'serverless.yml': 'service: a\nprovider:\n  name: aws\n',
    'trellis.yml': 'framework: serverless\ndeploy: osls deploy\n',
  }
  assert.equal((await planOf(files)).detected.framework, 'serverless')
})

test('the folder that trellis.yml names is where the app lies', async () => {
  const inside = Object.fromEntries(Object.entries(cdkApp).map(([name, text]) => [`infra/cdk/${name}`, text]))
  const outside = { 'package.json': packageJson({ scripts: {} }), 'trellis.yml': 'path: infra/cdk\n' }
  const plan = await planOf({ ...inside, ...outside })
  assert.equal(plan.folder, 'infra/cdk')
  assert.deepEqual(plan.deploy, { kind: 'cdk', app: 'npx tsx bin/app.ts', build: null, context: { a: 1 } })
  assert.deepEqual(plan.test, { phase: 'test', cwd: 'infra/cdk', argv: ['npm', 'test'] })
  assert.equal(plan.install[0]?.cwd, 'infra/cdk')
  assert.equal(plan.detected.path, '.')
  const chosen = await planOf({ ...inside, 'trellis.yml': 'path: infra/cdk\nframework: cdk\n' })
  assert.equal(chosen.folder, 'infra/cdk')

  const astray = await failureOf({ ...inside, 'trellis.yml': 'path: infra/cdkk\n' })
  assert.equal(astray.code, 'framework_unknown')
  const nothing = await failureOf({ ...inside, 'trellis.yml': 'path: infra\n' })
  assert.equal(nothing.code, 'framework_unknown')
  assert.match(nothing.message, /In infra no deployment tool/)
})

test('a tool that trellis.yml chooses and that is not there is said', async () => {
  const failed = await failureOf({ ...cdkApp, 'trellis.yml': 'framework: sam\n' })
  assert.equal(failed.code, 'framework_unknown')
  assert.match(failed.message, /chooses sam, of which there is no sign in the root of the repository/)
  const custom = await failureOf({ 'trellis.yml': 'path: app\ndeploy: ./deploy.sh\n' })
  assert.match(custom.message, /the folder app, in which there is nothing/)
})

test('where only examples lie below, they are named with how to choose one', async () => {
  const files = { 'sample/cdk.json': cdkJson(), 'sample/package.json': packageJson() }
  const { code, message, hint } = await failureOf(files)
  assert.equal(code, 'framework_unknown')
  assert.match(message, /examples, tests or templates by their folders or what they hold: sample \(cdk\)\.$/)
  assert.match(hint, /trellis app set NAME --path FOLDER/)
})

test('what cannot be planned is refused by name', async () => {
  assert.equal((await failureOf({ 'README.md': '' })).code, 'framework_unknown')
  const { 'package-lock.json': _, ...unlocked } = cdkApp
  assert.equal((await failureOf(unlocked)).code, 'lockfile_missing')
  const serverless = { 'serverless.yml': 'service: a\nprovider:\n  name: aws\n' }
  const unsupported = await failureOf(serverless)
  assert.equal(unsupported.code, 'framework_unsupported')
  assert.match(unsupported.message, /serverless/)
  assert.equal((await failureOf({ ...cdkApp, ...serverless })).code, 'framework_ambiguous')
  const unknownKey = await failureOf({ ...cdkApp, 'trellis.yml': 'node: 22\ndeployy: x\n' })
  assert.equal(unknownKey.code, 'trellis_yml_invalid')
  assert.match(unknownKey.message, /line 2: the key "deployy" is unknown; did you mean "deploy"\?$/)
})

test('outputs files come by stack or plain', () => {
  assert.deepEqual(parseOutputs('{"S":{"Url":"x","N":1}}', 'app'), { S: { Url: 'x', N: '1' } })
  assert.deepEqual(parseOutputs('{"Url":"x"}', 'app'), { app: { Url: 'x' } })
  assert.equal(parseOutputs('[1]', 'app'), undefined)
  assert.equal(parseOutputs('nonsense', 'app'), undefined)
})
