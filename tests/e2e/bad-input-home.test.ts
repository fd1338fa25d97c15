import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { freePort } from '../../src/emulator/port.ts'
import { Scene } from '../support/pipeline/scene.ts'
import { ServerProcess } from '../support/pipeline/server-process.ts'
import { until } from '../support/pipeline/until.ts'

let scene: Scene

before(async () => {
  scene = await Scene.start()
})
after(() => scene?.close())

const up = async (home: string, port?: number, ...flags: string[]) =>
  scene.cli.refusal(['up', '--home', home, '--port', String(port ?? (await freePort())), ...flags])

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

test('a second server on the same home is refused, and told who holds it', async () => {
  const { code, error } = await up(scene.home)
  assert.deepEqual([code, error.code], [4, 'home_in_use'])
  assert.match(error.message, new RegExp(`${scene.home} is held by process ${scene.server.pid} at ${scene.server.url}`))
  assert.match(error.hint ?? '', /--home/)
  assert.equal((await fetch(`${scene.server.url}/healthz`)).status, 200)
})

test('a port in use is refused, and the home let go', async () => {
  const home = join(scene.folder, 'second')
  for (const _ of ['first', 'again']) {
    const { code, error } = await up(home, scene.port)
    assert.deepEqual([code, error.code], [4, 'port_in_use'])
    assert.match(error.message + error.hint, new RegExp(`${scene.port}.*--port`))
  }
})

test('a home that is a file is refused', async () => {
  const file = join(scene.folder, 'file')
  writeFileSync(file, 'mine')
  const { code, error } = await up(file)
  assert.deepEqual([code, error.code], [3, 'home_unusable'])
  assert.match(error.message, new RegExp(file))
  assert.equal(readFileSync(file, 'utf8'), 'mine')
})

test('an isolation that there is not is refused, never replaced by a weaker one', async () => {
  const { code, error } = await up(join(scene.folder, 'contained'), undefined, '--isolation', 'container')
  assert.deepEqual([code, error.code], [3, 'isolation_unavailable'])
})

/** A home that a server has left, with its database spoilt. */
async function spoilt(name: string, spoil: (path: string) => void): Promise<{ home: string; path: string }> {
  const home = join(scene.folder, name)
  const server = await ServerProcess.start({ home, port: await freePort() })
  await server.stop()
  const path = join(home, 'trellis.db')
  spoil(path)
  return { home, path }
}

const spoilers: Readonly<Record<string, readonly [code: string, spoil: (path: string) => void]>> = {
  'is no database': ['database_unreadable', path => writeFileSync(path, 'dear diary\n'.repeat(500))],
  'was cut short': ['database_unreadable', path => writeFileSync(path, readFileSync(path).subarray(0, 5_000))],
  'a newer Trellis wrote': [
    'database_newer',
    path => {
      using database = new DatabaseSync(path)
      database.exec('PRAGMA user_version = 4711')
    },
  ],
}
for (const [name, [expected, spoil]] of Object.entries(spoilers)) {
  test(`a database that ${name} is refused, and not touched`, async () => {
    const { home, path } = await spoilt(expected + name.length, spoil)
    const before = digest(path)
    const { code, error } = await up(home)
    assert.deepEqual([code, error.code], [3, expected])
    assert.match(error.message, new RegExp(path))
    assert.match(error.hint ?? '', /left as it is/)
    assert.equal(digest(path), before)
  })
}

test('secrets without their key are refused, and no new key hides the loss', async () => {
  const home = join(scene.folder, 'keyless')
  const server = await ServerProcess.start({ home, port: await freePort() })
  const keys = { kind: 'keys', accessKeyId: 'AKIATEST', secretAccessKey: 'a-secret-of-the-account' } as const
  await server.client.call('addAccount', { body: { name: 'acme', region: 'eu-central-1', credentials: keys } })
  await server.stop()
  rmSync(join(home, 'key'))
  const { code, error } = await up(home)
  assert.deepEqual([code, error.code], [3, 'key_unusable'])
  assert.match(error.message + error.hint, /key/)
})

test('a full disk is said where it is met, and nothing is lost by it', async () => {
  const folder = join(scene.folder, 'small')
  mkdirSync(folder)
  const home = join(folder, 'home')
  const server = await ServerProcess.start({ home, port: await freePort(), within: onSmallDisk(folder) })
  try {
    // The disk is seen by that process alone, and gone with it.
    const seen = (path: string) => join(`/proc/${server.pid}/root`, path)
    const token = readFileSync(seen(join(home, 'token')), 'utf8').trim()
    await fullDisk(server.url, token, seen(join(folder, 'filling')))
    // SQLite finds no way through /proc.
    for (const name of ['trellis.db', 'trellis.db-wal']) copyFileSync(seen(join(home, name)), join(scene.folder, name))
    using records = new DatabaseSync(join(scene.folder, 'trellis.db'))
    assert.equal(records.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok')
  } finally {
    await server.stop()
  }
})

async function fullDisk(url: string, token: string, filling: string): Promise<void> {
  const add = async (name: string) => {
    const body = JSON.stringify({ name, region: 'eu-central-1', endpointUrl: `http://x/${'y'.repeat(50_000)}` })
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

/** Starts a command that alone sees a file system of 16 MB at `folder`. @throws Error that tells how to make it possible */
function onSmallDisk(folder: string): string[] {
  const spaces = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount']
  const mount = ['unshare', ...spaces, 'sh', '-c', 'mount -t tmpfs -o size=16m tmpfs "$0" && exec "$@"', folder]
  try {
    execFileSync(mount[0] ?? '', [...mount.slice(1), 'true'], { stdio: 'pipe' })
    assert.ok(statSync(folder).isDirectory())
    return mount
  } catch (cause) {
    throw new Error(
      'This test needs a small disk of its own: run it as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), with util-linux installed (apt-get install util-linux mount).',
      { cause },
    )
  }
}
