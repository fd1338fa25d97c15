import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { OctokitGitHub } from '../src/adapters/github/github.ts'
import { openConnection } from '../src/core/github/open-connection.ts'
import { openGitHubScene } from '../tests/support/github/scene.ts'
import { bundleForLambda, bundleLambdas } from './bundle.ts'

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-bundle-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Each file by itself, as a zip has them. */
const zipped = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0)

/** What is read before a function can be called: the entry, and what it imports in so many words. */
function readAtStart(folder: string, name = 'index.mjs', seen = new Set<string>()): number {
  if (seen.has(name)) return 0
  seen.add(name)
  const code = readFileSync(join(folder, name), 'utf8')
  const imported = [...code.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g)].map(([, file = '']) => file)
  return code.length + imported.reduce((sum, file) => sum + readAtStart(folder, file, seen), 0)
}

test('no function is larger than it may be, and none reads at its start what few calls need', async t => {
  const folder = scratch(t)
  await bundleLambdas(folder)
  const most = {
    http: { bytes: 500_000, atStart: 750_000 },
    live: { bytes: 210_000, atStart: 530_000 },
    worker: { bytes: 391_000, atStart: 600_000 },
  }
  for (const [name, { bytes, atStart }] of Object.entries(most)) {
    const all = zipped(join(folder, name))
    assert.ok(all > 0 && all < bytes, `${name} has ${all} bytes`)
    const read = readAtStart(join(folder, name))
    assert.ok(read > 100_000 && read < atStart, `${name} reads ${read} bytes at its start`)
  }
})

test('GitHub is asked by a function as elsewhere, though parts of Octokit are left out', async t => {
  const folder = scratch(t)
  await bundleForLambda('src/adapters/github/github.ts', folder)
  const bundled = (await import(join(folder, 'index.mjs'))) as { OctokitGitHub: typeof OctokitGitHub }
  const { connect, addRepository, github, ports } = await openGitHubScene(t)
  await connect()
  const { owner, name } = addRepository()
  github.install()
  const app = (await openConnection(ports)) ?? assert.fail('it is not connected')
  const port = new bundled.OctokitGitHub({ now: () => ports.clock.now() })
  await port.check(app)
  const [installation] = await port.installations(app)
  const found = await port.repositories(app, installation?.id ?? 0)
  assert.deepEqual(
    found.map(one => one.fullName),
    [`${owner}/${name}`],
  )
  assert.deepEqual(await port.branches(app, `${owner}/${name}`), ['main'])
  // It is answered at once, and not asked again until somebody gives up.
  await assert.rejects(port.branches(app, `${owner}/nowhere`), { name: 'TrellisError' })
})
