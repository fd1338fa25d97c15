import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planFor } from '../plan.ts'
import { cdkJson, packageJson, treeOf } from '../testing.ts'

const app = (more: Record<string, unknown> = {}) => ({ 'cdk.json': cdkJson(), 'package.json': packageJson(more) })

async function installed(files: Record<string, string>, path = '.') {
  const planned = await planFor(treeOf(files), path)
  if ('failure' in planned) return `${planned.failure.code}: ${planned.failure.message}`
  return planned.plan.install.map(command => [command.cwd, ...('argv' in command ? command.argv : [])].join(' '))
}

const single: Record<string, [Record<string, string>, string]> = {
  npm: [{ 'package-lock.json': '{}' }, '. npm ci --no-audit --no-fund'],
  'npm with a shrinkwrap': [{ 'npm-shrinkwrap.json': '{}' }, '. npm ci --no-audit --no-fund'],
  pnpm: [{ 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }, '. pnpm install --frozen-lockfile'],
  'yarn 1': [{ 'yarn.lock': '# yarn lockfile v1\n' }, '. yarn install --frozen-lockfile --non-interactive'],
  'yarn berry': [{ 'yarn.lock': '__metadata:\n  version: 8\n' }, '. yarn install --immutable'],
  bun: [{ 'bun.lock': '{}' }, '. bun install --frozen-lockfile'],
  'bun with a binary lockfile': [{ 'bun.lockb': '' }, '. bun install --frozen-lockfile'],
}
for (const [name, [files, command]] of Object.entries(single)) {
  test(`${name} installs exactly what the lockfile names`, async () => {
    assert.deepEqual(await installed({ ...app(), ...files }), [command])
  })
}

const workspace = {
  'package.json': JSON.stringify({ workspaces: ['services/*', '!services/old'] }),
  'services/a/cdk.json': cdkJson(),
  'services/a/package.json': packageJson(),
}

test('a workspace is installed at its root, and only what the app needs', async () => {
  const npm = await installed({ ...workspace, 'package-lock.json': '{}' }, 'services/a')
  assert.deepEqual(npm, ['. npm ci --no-audit --no-fund --workspace services/a --include-workspace-root'])
  const pnpm = { ...workspace, 'package.json': '{}', 'pnpm-workspace.yaml': 'packages: ["services/**"]\n' }
  const filtered = ['. pnpm install --frozen-lockfile --filter {services/a}... --filter {.}']
  assert.deepEqual(await installed({ ...pnpm, 'pnpm-lock.yaml': '' }, 'services/a'), filtered)
  const yarn = {
    ...workspace,
    'yarn.lock': '__metadata:\n',
    'package.json': '{"workspaces":{"packages":["./services/*/"]}}',
  }
  assert.deepEqual(await installed(yarn, 'services/a'), ['. yarn install --immutable'], 'a root without a name')
  const root = (more: Record<string, unknown> = {}) => ({
    ...workspace,
    'package.json': JSON.stringify({ name: '@acme/root', workspaces: ['services/*'], ...more }),
  })
  const berry = { ...root(), 'yarn.lock': '__metadata:\n  version: 8\n' }
  const focused = ['. yarn install --mode=update-lockfile', '. yarn workspaces focus app @acme/root']
  assert.deepEqual(await installed(berry, 'services/a'), focused)
  const third = { ...berry, 'yarn.lock': '__metadata:\n  version: 6\n' }
  assert.deepEqual(
    await installed(third, 'services/a'),
    ['. yarn install --immutable'],
    'yarn 3 has it by a plugin only',
  )
  const first = { ...root(), 'yarn.lock': '# yarn lockfile v1\n' }
  assert.deepEqual(await installed(first, 'services/a'), ['. yarn install --frozen-lockfile --non-interactive'])
  const bun = { ...root(), 'bun.lock': '{}' }
  const only = ['. bun install --frozen-lockfile --filter ./services/a --filter ./']
  assert.deepEqual(await installed(bun, 'services/a'), only)
  const stable = root({ devEngines: { packageManager: { name: 'bun', version: 'stable' } } })
  assert.deepEqual(await installed({ ...bun, ...stable }, 'services/a'), ['. bun install --frozen-lockfile'])
  assert.deepEqual(await installed({ ...bun, ...root({ engines: { bun: 'latest' } }) }, 'services/a'), only)
  const old = { ...bun, ...root({ packageManager: 'bun@1.0.36' }) }
  assert.deepEqual(await installed(old, 'services/a'), ['. bun install --frozen-lockfile'])
  const newer = { ...bun, ...root({ packageManager: 'bun@1.2.23' }) }
  assert.deepEqual(await installed(newer, 'services/a'), only)
})

test('a folder that the workspace above does not list is not taken for a member of it', async () => {
  const outside = { ...workspace, 'infra/cdk.json': cdkJson(), 'infra/package.json': packageJson() }
  const said = await installed({ ...outside, 'package-lock.json': '{}' }, 'infra')
  assert.match(String(said), /^packages_ambiguous: .*whose workspace does not list infra/)
  const old = { ...workspace, 'services/old/cdk.json': cdkJson(), 'services/old/package.json': packageJson() }
  assert.match(
    String(await installed({ ...old, 'package-lock.json': '{}' }, 'services/old')),
    /does not list services\/old/,
  )
  const own = { ...outside, 'package-lock.json': '{}', 'infra/yarn.lock': '' }
  assert.deepEqual(await installed(own, 'infra'), ['infra yarn install --frozen-lockfile --non-interactive'])
})

test('two lockfiles are no choice of Trellis, unless package.json makes it', async () => {
  const two = { 'package-lock.json': '{}', 'yarn.lock': '' }
  const said = await installed({ ...app(), ...two })
  assert.match(String(said), /^packages_ambiguous: .*package-lock.json and yarn.lock both lie here/)
  const chosen = await installed({ ...app({ packageManager: 'yarn@1.22.22+sha512.abc' }), ...two })
  assert.deepEqual(chosen, ['. yarn install --frozen-lockfile --non-interactive'])
  assert.deepEqual(await installed({ ...app(), ...two, 'trellis.yml': 'install: make deps\n' }), ['.'])
})

test('a package manager without its lockfile, or that is none, is refused with what is wrong', async () => {
  const named = await installed({ ...app({ packageManager: 'pnpm@10.4.1' }), 'package-lock.json': '{}' })
  assert.match(String(named), /^lockfile_missing: .*no pnpm-lock\.yaml beside it/)
  for (const packageManager of ['pnpm@10', 'deno@2.1.0', 'latest'])
    assert.match(
      String(await installed({ ...app({ packageManager }), 'package-lock.json': '{}' })),
      /^packages_ambiguous: .*is none of npm, pnpm, yarn, bun with a full version/,
    )
})
