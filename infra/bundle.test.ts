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

test('no function is larger than it may be, with room for what comes', async t => {
  const folder = scratch(t)
  await bundleLambdas(folder)
  const sizes = readdirSync(folder).map(name => [name, gzipSync(readFileSync(join(folder, name, 'index.mjs'))).length])
  const { http = 0, live = 0, worker = 0 } = Object.fromEntries(sizes) as Record<string, number>
  assert.ok(live > 0 && live < 220_000, `live has ${live} bytes`)
  assert.ok(worker > 0 && worker < 393_000, `worker has ${worker} bytes of the 400,000 that are the goal`)
  assert.ok(http > 0 && http < 600_000, `http has ${http} bytes`)
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
