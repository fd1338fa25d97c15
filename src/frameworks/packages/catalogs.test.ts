import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look, service, wants } from '../testing.ts'

test('a version from a catalog is looked up where the catalog stands', async () => {
  const files = {
    'pnpm-workspace.yaml':
      "packages: ['apps/*']\ncatalog:\n  serverless: ^3.38.0\ncatalogs:\n  next:\n    serverless: ^4.1.0\n",
    'pnpm-lock.yaml': '',
    'package.json': '{}',
    'apps/a/serverless.yml': service(),
    'apps/a/package.json': wants({ serverless: 'catalog:' }),
    'apps/b/serverless.yml': service(),
    'apps/b/package.json': wants({ serverless: 'catalog:next' }),
    'apps/c/serverless.yml': service(),
    'apps/c/package.json': wants({ serverless: 'catalog:gone' }),
  }
  const { apps } = await look(files)
  const said = apps.map(app => app.reasons.find(reason => reason.startsWith('package.json wants')))
  assert.deepEqual(said, [
    'package.json wants serverless ^3.38.0',
    'package.json wants serverless ^4.1.0',
    'package.json wants serverless "catalog:gone", which no catalog, or more than one, explains',
  ])
  assert.deepEqual(
    apps.map(app => app.supported),
    [true, true, false],
  )
})

const catalogs: Record<string, Record<string, string>> = {
  'of bun, in workspaces': {
    'package.json': JSON.stringify({
      workspaces: {
        packages: ['apps/*'],
        catalog: { serverless: '^3.38.0' },
        catalogs: { next: { serverless: '^4.1.0' } },
      },
    }),
    'bun.lock': '{}',
  },
  'of bun, beside workspaces': {
    'package.json': JSON.stringify({
      workspaces: ['apps/*'],
      catalog: { serverless: '^3.38.0' },
      catalogs: { next: { serverless: '^4.1.0' } },
    }),
    'bun.lock': '{}',
  },
  'of yarn 4': {
    'package.json': JSON.stringify({ workspaces: ['apps/*'] }),
    '.yarnrc.yml': 'catalog:\n  serverless: ^3.38.0\n  node: 22\ncatalogs:\n  next:\n    serverless: ^4.1.0\n',
    'yarn.lock': '__metadata:\n  version: 8\n',
  },
}
for (const [whose, root] of Object.entries(catalogs))
  test(`a version from a catalog ${whose} is looked up there`, async () => {
    const { apps } = await look({
      ...root,
      'apps/a/serverless.yml': service(),
      'apps/a/package.json': wants({ serverless: 'catalog:' }),
      'apps/b/serverless.yml': service(),
      'apps/b/package.json': wants({ serverless: 'catalog:next' }),
    })
    const said = apps.map(app => [app.supported, app.reasons.find(reason => reason.startsWith('package.json wants'))])
    assert.deepEqual(said, [
      [true, 'package.json wants serverless ^3.38.0'],
      [true, 'package.json wants serverless ^4.1.0'],
    ])
  })

test('what stands under the name of another package is taken for what it is', async () => {
  const { apps } = await look({
    'serverless.yml': service(),
    'package.json': wants({ serverless: 'npm:osls@^4.3.1' }),
    'package-lock.json': '{}',
  })
  assert.equal(apps[0]?.supported, true)
  assert.ok(apps[0]?.reasons.includes('package.json wants osls ^4.3.1'), String(apps[0]?.reasons))
})

test('two catalogs that say different things are not chosen between', async () => {
  const { apps } = await look({
    'package.json': JSON.stringify({ catalog: { serverless: '^3.38.0' } }),
    'pnpm-workspace.yaml': 'packages: [a]\ncatalog:\n  serverless: ^4.1.0\n',
    'pnpm-lock.yaml': '',
    'a/serverless.yml': service(),
    'a/package.json': wants({ serverless: 'catalog:' }),
  })
  assert.deepEqual([apps[0]?.path, apps[0]?.supported], ['a', false])
})
