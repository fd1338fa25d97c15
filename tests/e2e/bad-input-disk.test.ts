import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { freePort } from '../../src/emulator/port.ts'
import { smallDisk } from '../support/mount.ts'
import { ServerProcess } from '../support/pipeline/server-process.ts'
import { until } from '../support/pipeline/until.ts'

test('a full disk is said where it is met, and nothing is lost by it', async t => {
  const base = mkdtempSync(join(tmpdir(), 'trellis-disk-'))
  t.after(() => rmSync(base, { recursive: true, force: true }))
  const folder = join(base, 'small')
  mkdirSync(folder)
  const home = join(folder, 'home')
  const server = await ServerProcess.start({ home, port: await freePort(), within: smallDisk(folder, 16) })
  try {
    // The disk is seen by that process alone, and gone with it.
    const seen = (path: string) => join(`/proc/${server.pid}/root`, path)
    const token = readFileSync(seen(join(home, 'token')), 'utf8').trim()
    await fullDisk(server.url, token, seen(join(folder, 'filling')))
    // SQLite finds no way through /proc.
    for (const name of ['trellis.db', 'trellis.db-wal']) copyFileSync(seen(join(home, name)), join(base, name))
    using records = new DatabaseSync(join(base, 'trellis.db'))
    assert.equal(records.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok')
  } finally {
    await server.stop()
  }
})

async function fullDisk(url: string, token: string, filling: string): Promise<void> {
  const add = async (name: string) => {
    const endpointUrl = `http://x/${'y'.repeat(50_000)}`
    const body = JSON.stringify({ name, region: 'eu-central-1', endpointUrl, verify: false })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/api/v1/accounts`, { method: 'POST', body, headers })
    return {
      status: answer.status,
      body: (await answer.json()) as { error?: { code: string; message: string; hint: string } },
    }
  }
  assert.equal((await add('before')).status, 201)
  assert.throws(() => writeFileSync(filling, Buffer.alloc(64 * 1024 * 1024)), { code: 'ENOSPC' })
  // What SQLite has room for already is no matter.
  const refused = await until('the disk to be too full', async () => {
    const answer = await add(`full-${crypto.randomUUID().slice(0, 8)}`)
    return answer.status !== 201 && answer
  })
  assert.deepEqual([refused.status, refused.body.error?.code], [503, 'disk_full'])
  assert.match(`${refused.body.error?.message} ${refused.body.error?.hint}`, /trellis\.db is full.*Free some space/)
  rmSync(filling)
  assert.equal((await add('after')).status, 201, 'it goes on as soon as there is room')
  const headers = { authorization: `Bearer ${token}` }
  const accounts = (await (await fetch(`${url}/api/v1/accounts`, { headers })).json()) as { name: string }[]
  const names = accounts.map(account => account.name)
  assert.ok(names.includes('before') && names.includes('after'))
}
