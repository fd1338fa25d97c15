import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { freePort } from '../../src/emulator/port.ts'
import { Scene } from '../support/pipeline/scene.ts'
import { logOf, ServerProcess } from '../support/pipeline/server-process.ts'

let scene: Scene

before(async () => {
  scene = await Scene.start()
})
after(() => scene?.close())

const up = async (home: string, port?: number, ...flags: string[]) =>
  scene.cli.refusal(['up', '--home', home, '--port', String(port ?? (await freePort())), ...flags])

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

test('what the server logs is one JSON object a line, and tells nobody its token', () => {
  const written = readFileSync(logOf(scene.home), 'utf8')
  const lines = written
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line))
  const ready = lines.find(line => line.msg === 'ready')
  assert.partialDeepStrictEqual(ready, { level: 30, url: scene.server.url, home: scene.home })
  assert.ok(Math.abs(ready.time - Date.now()) < 600_000)
  assert.ok(!written.includes(readFileSync(join(scene.home, 'token'), 'utf8').trim()))
})

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
  const contained = (...flags: string[]) => up(join(scene.folder, 'contained'), undefined, ...flags)
  const imageless = await contained('--isolation', 'container')
  assert.deepEqual([imageless.code, imageless.error.code], [3, 'isolation_unavailable'])
  assert.match(imageless.error.hint ?? '', /--container-image/)
  const unlimited = await contained('--isolation', 'process', '--build-memory', '1g')
  assert.deepEqual([unlimited.code, unlimited.error.code], [3, 'isolation_unavailable'])
  assert.match(unlimited.error.message, /containers only/)
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
  const account = { name: 'acme', region: 'eu-central-1', credentials: keys, verify: false }
  await server.client.call('addAccount', { body: account })
  await server.stop()
  rmSync(join(home, 'key'))
  const { code, error } = await up(home)
  assert.deepEqual([code, error.code], [3, 'key_unusable'])
  assert.match(error.message + error.hint, /key/)
})
