import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCli } from '../testing/run-cli.ts'
import type { Powers } from '../world.ts'

test('backup says where it lies, and what becomes of a lost key', async () => {
  const backUp: Powers['backUp'] = async ({ file, withKey }) => ({ file, bytes: 2_500_000, artifacts: 3, withKey })
  const words = ['backup', 'b.tgz', '--home', '/srv/home']
  const { code, out } = await runCli(words, { cwd: '/srv', powers: { backUp } })
  assert.equal(code, 0)
  assert.match(out, /\/srv\/b\.tgz {2}2\.4 MB, 3 artifacts/)
  assert.match(out, /The key is not in it: keep a copy of \/srv\/home\/key elsewhere\. Without it nobody opens/)
  const withKey = await runCli([...words, '--with-key', '--json'], { cwd: '/srv', powers: { backUp } })
  assert.deepEqual(withKey.json(), { file: '/srv/b.tgz', bytes: 2_500_000, artifacts: 3, withKey: true })
})

test('restore names the home, and hands on the key that was named', async t => {
  const cwd = mkdtempSync(join(tmpdir(), 'trellis-cli-'))
  t.after(() => rmSync(cwd, { recursive: true }))
  let asked: Parameters<Powers['restore']>[0] | undefined
  const restore: Powers['restore'] = async wish => {
    asked = wish
    return {
      home: wish.home,
      madeAt: '2026-01-01T00:00:00.000Z',
      trellis: '1.0.0',
      artifacts: 3,
      withdrawn: ['shop/production #7'],
      unknown: ['shop/staging #9'],
    }
  }
  const words = ['restore', 'b.tgz', '--key', 'k', '--home', '/srv/new']
  const run = () => runCli(words, { cwd, powers: { restore } })
  assert.equal((await run()).err, `✕ There is no file ${join(cwd, 'b.tgz')}.\n`)
  writeFileSync(join(cwd, 'b.tgz'), '')
  assert.equal((await run()).err, `✕ There is no key file ${join(cwd, 'k')}.\n`)
  assert.equal(asked, undefined)
  writeFileSync(join(cwd, 'k'), '')
  const { code, out } = await run()
  assert.equal(code, 0)
  assert.deepEqual(asked, { home: '/srv/new', file: join(cwd, 'b.tgz'), key: join(cwd, 'k') })
  assert.match(out, /\/srv\/new {2}as it was at 2026-01-01T00:00:00\.000Z, with 3 artifacts/)
  assert.match(out, /Cancelled, since they waited when the backup was made: shop\/production #7/)
  assert.match(out, /ran when the backup was made, and what became of them is not known: shop\/staging #9/)
})
