import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toolCommands } from './commands.ts'
import { commandsOf, planOf, refused, service, target, template, wants } from './testing.ts'

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
