import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { JobSpec } from '../../src/contract/job.ts'
import type { RunnerApi } from './runner-api.ts'
import { Scene } from './runner-scene.ts'
import { RunnerStore } from './runner-store.ts'

const scene = new Scene()
const store = new RunnerStore()
before(() => store.listen())
after(async () => {
  store.close()
  await scene.close()
})

/** Packages without a registry: one in the repository, packed by npm as if it came from elsewhere. */
const app = (name: string, version = '1.0.0', scripts: Record<string, string> = {}): Record<string, string> => ({
  [`${name}/package.json`]: JSON.stringify({ name, version, scripts, dependencies: { dep: 'file:dep' } }),
  [`${name}/package-lock.json`]: JSON.stringify({
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name, version, dependencies: { dep: 'file:dep' } },
      dep: { name: 'dep', version },
      'node_modules/dep': { resolved: 'dep', link: true },
    },
  }),
  [`${name}/dep/package.json`]: JSON.stringify({ name: 'dep', version }),
  [`${name}/trellis.yml`]: [
    'test: test ! -e node_modules/scribble && echo mine > node_modules/scribble && cat node_modules/scribble',
    'deploy: test -e node_modules/dep/package.json && rm node_modules/.package-lock.json',
    '',
  ].join('\n'),
})
const run = async (job: JobSpec, isolation: 'process' | 'sandbox'): Promise<RunnerApi> => {
  const api = await scene.start(job, isolation)
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  return api
}
const install = (api: RunnerApi) => api.of('phase-finished').find(({ phase }) => phase === 'install')

for (const isolation of ['process', 'sandbox'] as const) {
  const cache = { kind: 'folder' as const, path: join(scene.home, `caches/${isolation}`) }
  const job = (commit: string, path: string) =>
    scene.job(commit, {
      repository: { url: scene.repo, path, authorized: false },
      cache: { read: [cache], write: cache },
    })

  test(`${isolation}: the second deployment with the same lockfile installs nothing`, async () => {
    const commit = scene.commit(app(`shop-${isolation}`))
    const first = await run(job(commit, `shop-${isolation}`), isolation)
    assert.equal(install(first)?.reason, undefined)
    assert.ok(first.lines.includes('Not from the cache: it is the first install.'), first.lines.join('\n'))
    assert.deepEqual(
      first.lines.filter(line => /npm warn unknown/i.test(line)),
      [],
    )
    const deps = join(cache.path, 'deps')
    const [entry = ''] = readdirSync(deps)
    const kept = readdirSync(join(deps, entry, '0')).sort()
    assert.deepEqual(kept, ['.package-lock.json', 'dep'])
    for (let round = 0; round < 2; round++) {
      const api = await run(job(commit, `shop-${isolation}`), isolation)
      assert.equal(install(api)?.reason, 'cache')
      assert.ok(api.lines.some(line => /^install [\d.]+ s \(cache\)/.test(line)))
    }
    // What the builds wrote and removed is not in it.
    assert.deepEqual(readdirSync(join(deps, entry, '0')).sort(), kept)
    assert.ok(JSON.parse(readFileSync(join(deps, entry, 'meta.json'), 'utf8')).bytes > 0)
  })

  test(`${isolation}: another lockfile is another install`, async () => {
    const commit = scene.commit(app(`shop-${isolation}`, '2.0.0'))
    const api = await run(job(commit, `shop-${isolation}`), isolation)
    assert.equal(install(api)?.reason, undefined)
    assert.match(
      api.lines.join('\n'),
      /Not from the cache: it differs from the install kept at 20.* in package-lock\.json/,
    )
  })

  test(`${isolation}: the app's own install scripts run again, for the same commit only`, async () => {
    const scripts = { postinstall: 'echo generated > generated' }
    const name = `hook-${isolation}`
    const commit = scene.commit(app(name, '1.0.0', scripts))
    await run(job(commit, name), isolation)
    const again = await run(job(commit, name), isolation)
    assert.equal(install(again)?.reason, 'cache')
    assert.ok(again.lines.includes('$ npm run postinstall'))
    const next = scene.commit({ [`${name}/other`]: 'x' })
    assert.equal(install(await run(job(next, name), isolation))?.reason, undefined)
  })
}

test('folders named in trellis.yml are kept after a success, never after a failure', async () => {
  const path = 'with-cache'
  const build = 'mkdir -p .compiled; echo x >> .compiled/rounds; wc -l < .compiled/rounds | sed "s/^ */round /"'
  const commit = (deploy: string) =>
    scene.commit({ [`${path}/trellis.yml`]: JSON.stringify({ build, deploy, cache: ['.compiled'] }) })
  const job = (commit: string) => scene.job(commit, { repository: { url: scene.repo, path, authorized: false } })
  const good = commit('true')
  assert.ok((await run(job(good), 'sandbox')).lines.includes('round 1'))
  const bad = await scene.start(job(commit('echo broken > .compiled/rounds; exit 1')), 'sandbox')
  assert.equal((await bad.finished()).state, 'failed')
  assert.ok((await run(job(good), 'sandbox')).lines.includes('round 2'))
})

test('by URL: an install is packed and found again, and one that is damaged made anew; so are folders', async () => {
  const path = 'far'
  const files = app(path)
  const settings = { test: 'mkdir -p .compiled; echo x >> .compiled/rounds; wc -l < .compiled/rounds', deploy: 'true' }
  const cached = { ...files, [`${path}/trellis.yml`]: JSON.stringify({ ...settings, cache: ['.compiled'] }) }
  const repository = { url: scene.repo, path, authorized: false }
  const far = async (commit: string) => {
    const job = scene.job(commit, { repository, cache: { read: [], write: null, byUrl: true } })
    const api = await scene.start(job, 'process', api => {
      api.store = store
    })
    assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
    return api
  }
  const commit = scene.commit(cached)
  const first = await far(commit)
  assert.equal(install(first)?.reason, undefined)
  assert.ok(first.lines.includes('Not from the cache: it is the first install.'), first.lines.join('\n'))
  const second = await far(commit)
  assert.equal(install(second)?.reason, 'cache', second.lines.join('\n'))
  assert.ok(
    second.lines.some(line => line.trim() === '2'),
    'the folder of the first build',
  )
  for (const name of store.objects.keys()) if (name.startsWith('deps/')) store.objects.set(name, Buffer.from('damaged'))
  const third = await far(commit)
  assert.match(third.lines.join('\n'), /Not from the cache: it could not be read/)
})
