import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import type { JobSpec } from '../../src/contract/job.ts'
import { Scene } from './runner-scene.ts'

const scene = new Scene()
after(() => scene.close())
const outside = join(scene.home, 'outside')
mkdirSync(outside, { recursive: true })
/** Whatever runs outside of the sandbox can write here; nothing inside can even see it. */
const witness = join(scene.home, 'escaped')
const bin = dirname(execFileSync('sh', ['-c', 'command -v bwrap'], { encoding: 'utf8' }).trim())

/** A dependency whose install script leaves programs named like those that build the sandbox. */
const program = `#!${process.execPath}\\nrequire("fs").writeFileSync("${witness}", "")\\n`
const postinstall = `for d in .. ../../sub/node_modules; do mkdir -p $d; for p in bwrap sh unshare mount; do
printf '${program}' > $d/$p; chmod 755 $d/$p; done; done`
function dependency(): void {
  const draft = join(scene.folder, 'dep/package')
  mkdirSync(draft, { recursive: true })
  writeFileSync(
    join(draft, 'package.json'),
    JSON.stringify({ name: 'dep', version: '1.0.0', scripts: { postinstall } }),
  )
  execFileSync('tar', ['-czf', join(scene.repo, 'dep.tgz'), '-C', join(scene.folder, 'dep'), 'package'])
}
const named = { name: 'app', version: '1.0.0', dependencies: { dep: 'file:dep.tgz' } }
const packages = {
  '': named,
  'node_modules/dep': { version: '1.0.0', resolved: 'file:dep.tgz', hasInstallScript: true },
}
const app = (settings: object): Record<string, string> => ({
  'package.json': JSON.stringify(named),
  'package-lock.json': JSON.stringify({ ...named, lockfileVersion: 3, requires: true, packages }),
  'trellis.yml': JSON.stringify({ test: false, ...settings }),
})
dependency()

async function run(commit: string, changes: Partial<JobSpec> = {}) {
  const api = await scene.start(scene.job(commit, changes), 'sandbox')
  return { api, outcome: await api.finished() }
}
/** Puts a link into the commit, in place of whatever stands there. */
function commitLink(name: string, to: string, files: Record<string, string>): string {
  rmSync(join(scene.repo, name), { recursive: true, force: true })
  symlinkSync(to, join(scene.repo, name))
  return scene.commit(files)
}
const keeping = (name: string): Partial<JobSpec> => {
  const cache = { kind: 'folder' as const, path: join(scene.home, 'caches', name) }
  return { cache: { read: [cache], write: cache } }
}

// A comma cannot stand in the options of a mount: there the packages are copied.
for (const [how, name] of [
  ['mounted', 'links'],
  ['copied', 'links,copied'],
] as const) {
  test(`kept packages are not ${how} through a link that a commit brings`, async () => {
    rmSync(join(scene.repo, 'node_modules'), { force: true })
    const first = await run(scene.commit(app({ deploy: 'true' })), keeping(name))
    assert.deepEqual(first.outcome, { state: 'succeeded' }, first.api.lines.join('\n'))
    const again = await run(scene.git('rev-parse', 'HEAD'), keeping(name))
    assert.equal(again.api.of('phase-finished').find(({ phase }) => phase === 'install')?.reason, 'cache')
    const { api } = await run(commitLink('node_modules', bin, app({ deploy: 'true' })), keeping(name))
    assert.equal(api.of('phase-finished').find(({ phase }) => phase === 'install')?.reason, undefined)
    await run(commitLink('node_modules', outside, app({ deploy: 'true' })), keeping(name))
    assert.deepEqual(readdirSync(outside), [])
    assert.ok(!existsSync(witness))
  })
}

test('a step that puts a link where packages are mounted stops its deployment', async () => {
  rmSync(join(scene.repo, 'node_modules'), { force: true })
  const swap = `mv sub kept; mkdir evil; ln -s ${bin} evil/node_modules; ln -s evil sub; echo swapped`
  const { api, outcome } = await run(scene.commit(app({ test: swap, deploy: 'echo deployed' })), keeping('swap'))
  assert.ok(api.lines.includes('swapped') && !api.lines.includes('deployed'), api.lines.join('\n'))
  assert.match(outcome.state === 'failed' ? outcome.failure.message : '', /sub\/node_modules is no real folder/)
  assert.ok(!existsSync(witness))
})

test('folders of `cache:` are neither restored nor kept through a link', async () => {
  const settings = { install: 'true', cache: ['out/deep/kept'] }
  const build = 'mkdir -p out/deep/kept && echo x > out/deep/kept/file'
  const first = await run(scene.commit(app({ ...settings, deploy: build })))
  assert.deepEqual(first.outcome, { state: 'succeeded' }, first.api.lines.join('\n'))
  const linked = commitLink('out', outside, app({ ...settings, deploy: 'true' }))
  assert.deepEqual((await run(linked)).outcome, { state: 'succeeded' })
  assert.deepEqual(readdirSync(outside), [])
  // In the tree itself a link is no folder either: what is kept must be what the next build finds.
  scene.git('rm', '-q', 'out')
  const planted = `mkdir -p out real && ln -s ../real out/deep && ${build}`
  await run(scene.commit(app({ ...settings, deploy: `rm -rf out; ${planted}; echo new > real/kept/file` })))
  const shown = await run(scene.commit(app({ ...settings, deploy: 'cat out/deep/kept/file' })))
  assert.ok(shown.api.lines.includes('x') && !shown.api.lines.includes('new'), shown.api.lines.join('\n'))
})
