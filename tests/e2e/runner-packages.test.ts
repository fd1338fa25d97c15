import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
after(() => scene.close())

const lockfile = `lockfileVersion: '9.0'
settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false
importers:
  .: {}
  packages/lib:
    dependencies:
      is-number:
        specifier: 7.0.0
        version: 7.0.0
  services/shop:
    dependencies:
      lib:
        specifier: workspace:*
        version: link:../../packages/lib
  services/other:
    dependencies:
      lib:
        specifier: workspace:*
        version: link:../../packages/lib
packages:
  is-number@7.0.0:
    resolution: {integrity: sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==}
    engines: {node: '>=0.12.0'}
snapshots:
  is-number@7.0.0: {}
`
const service = (name: string, scripts = {}) =>
  JSON.stringify({ name, version: '1.0.0', scripts, dependencies: { lib: 'workspace:*' } })
const files = {
  'package.json': JSON.stringify({ name: 'root', private: true, packageManager: 'pnpm@10.4.1' }),
  'pnpm-workspace.yaml': 'packages: ["packages/*", "services/*"]\n',
  'pnpm-lock.yaml': lockfile,
  '.nvmrc': '22\n',
  '.npmrc': `//registry.example.org/:_authToken=\${NPM_TOKEN}\n`,
  'packages/lib/package.json': JSON.stringify({
    name: 'lib',
    version: '1.0.0',
    main: 'lib.js',
    dependencies: { 'is-number': '7.0.0' },
  }),
  'packages/lib/lib.js': "module.exports = value => require('is-number')(value)\n",
  'services/other/package.json': service('other'),
  'services/shop/package.json': service('shop', { test: 'node test.js' }),
  'services/shop/test.js': `if (!require('lib')(5)) throw new Error('no')
console.log('tested on', process.version, process.env.NPM_TOKEN ?? 'without the token')\n`,
  'services/shop/trellis.yml': 'deploy: node -p process.version && pnpm --version && ls -d ../*/node_modules\n',
}

test('an app of a pnpm workspace is installed at its root with the Node and the pnpm it asks for, and then from the cache', async () => {
  const cache = { kind: 'folder' as const, path: join(scene.home, 'caches/packages') }
  const commit = scene.commit(files)
  const variables = [{ key: 'NPM_TOKEN', value: 'token-of-the-registry', secret: true, steps: ['install' as const] }]
  const run = async () => {
    const repository = { url: scene.repo, path: 'services/shop', authorized: false }
    const job = scene.job(commit, { repository, variables, cache: { read: [cache], write: cache } })
    const api = await scene.start(job, 'sandbox')
    assert.deepEqual(await api.finished(180_000), { state: 'succeeded' }, api.lines.join('\n'))
    const said = (pattern: RegExp) => api.lines.some(line => pattern.test(line))
    assert.ok(said(/^tested on v22\..* without the token$/), api.lines.join('\n'))
    assert.ok(said(/^v22\./))
    assert.ok(said(/^10\.4\.1$/))
    assert.deepEqual(
      api.lines.filter(line => line.startsWith('../')),
      ['../shop/node_modules'],
    )
    return { api, said }
  }
  const first = await run()
  assert.ok(first.said(/^node 22\.[\d.]+: \.nvmrc asks for Node 22$/), first.api.lines.join('\n'))
  assert.ok(first.said(/^pnpm 10\.4\.1: package\.json asks for pnpm 10\.4\.1$/))
  assert.ok(first.said(/^\$ pnpm install --frozen-lockfile --filter \{services\/shop\}\.\.\. --filter \{\.\}$/))
  assert.equal(readdirSync(join(cache.path, 'tools')).length, 2)
  const second = await run()
  assert.ok(second.said(/^install [\d.]+ s \(cache\)/), second.api.lines.join('\n'))
  assert.equal(second.said(/npm install/), false)
})
