import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missing } from '../needs.ts'
import { planFor } from '../plan.ts'
import { treeOf } from '../testing.ts'
import { toolCommands } from './commands.ts'
import { serverlessStack, withStackTags } from './serverless-commands.ts'
import { commandsOf, planOf, refused, service, target, wants } from './testing.ts'

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
  assert.equal(await asks('layers:\n  common:\n    path: layer\n'), true)
  assert.equal(await asks('functions:\n  a:\n    handler: a.b\n    layers:\n      - arn:aws:lambda:x\n'), false)
})

test('the stack of a service is what its package says', () => {
  const state = (provider: object) => JSON.stringify({ service: { service: 'shop', provider } })
  assert.equal(serverlessStack(state({ name: 'aws' }), 'staging'), 'shop-staging')
  assert.equal(serverlessStack(state({ stackName: 'ours' }), 'staging'), 'ours')
  assert.equal(serverlessStack('nonsense', 'staging'), undefined)
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

test('nothing in its environment has the tool draw a spinner, which any value of the variable does', async () => {
  const plan = await planOf({ ...service, 'package.json': wants({ osls: '4.3.1' }), 'package-lock.json': '{}' })
  assert.ok(plan.deploy.kind === 'tool')
  assert.equal('SLS_INTERACTIVE_SETUP_ENABLE' in toolCommands(plan.deploy.app, target).env, false)
})
