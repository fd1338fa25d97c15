import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { holderOf, openHome } from '../../../src/adapters/local/home.ts'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { temporaryFolder } from '../places.ts'
import { snapshot } from './faults.ts'
import { kill, nextLine, startScript } from './processes.ts'

const unusable = { code: 'home_unusable' }
const mode = (path: string) => statSync(path).mode & 0o777

describe('The home folder', () => {
  test('is made with what clients need, for its owner alone', t => {
    const path = join(temporaryFolder(t), 'deep', 'home')
    const home = openHome(path)
    t.after(() => home.close())
    home.announce('http://127.0.0.1:4400')
    assert.equal(mode(path), 0o700)
    for (const name of ['token', 'server.json', 'lock.db']) assert.equal(mode(join(path, name)), 0o600, name)
    assert.match(home.token, /^[\w-]{43,100}$/)
    assert.equal(readFileSync(join(path, 'token'), 'utf8').trim(), home.token)
    const expected = { url: 'http://127.0.0.1:4400', pid: process.pid }
    assert.deepEqual(JSON.parse(readFileSync(join(path, 'server.json'), 'utf8')), expected)
  })

  test('keeps its token between starts, and forgets the server that left', t => {
    const path = temporaryFolder(t)
    const first = openHome(path)
    first.announce('http://127.0.0.1:4400')
    first.close()
    assert.equal(holderOf(path), null)
    const second = openHome(path)
    t.after(() => second.close())
    first.close()
    assert.equal(second.token, first.token)
    assert.deepEqual(holderOf(path), { url: null, pid: process.pid })
  })

  test('is refused to a second server, in this process or another, naming the one that holds it', async t => {
    const path = temporaryFolder(t)
    const url = 'http://127.0.0.1:4499'
    const { child, lines } = startScript(t, 'hold-home.ts', path, url)
    const { token, child: grandchild } = JSON.parse(await nextLine(lines))
    t.after(() => process.kill(grandchild))
    const before = snapshot(path)
    for (let n = 0; n < 2; n++) {
      assert.throws(
        () => openHome(path),
        (error: Error & { code?: string }) =>
          error.code === 'home_in_use' && error.message.includes(String(child.pid)) && error.message.includes(url),
      )
    }
    assert.deepEqual(snapshot(path), before)

    // The process that it started lives on, and must not keep the home taken.
    await kill(child)
    const home = openHome(path)
    assert.equal(home.token, token)
    assert.throws(() => openHome(path), { code: 'home_in_use' })
    assert.throws(() => openHome(path), { code: 'home_in_use' })
    home.close()
    openHome(path).close()
  })

  test('is tightened when it is empty or was ours, and refused untouched when others use it', t => {
    const path = temporaryFolder(t)
    chmodSync(path, 0o755)
    openHome(path).close()
    assert.equal(mode(path), 0o700)
    chmodSync(path, 0o750)
    openHome(path).close()
    assert.equal(mode(path), 0o700)

    const foreign = temporaryFolder(t)
    writeFileSync(join(foreign, 'notes.txt'), 'mine')
    chmodSync(foreign, 0o755)
    assert.throws(() => openHome(foreign), unusable)
    assert.equal(mode(foreign), 0o755)
    assert.deepEqual(Object.keys(snapshot(foreign)), ['notes.txt'])

    // Copied without its lock, with a database that is damaged: the mode first, and then what is wrong with the database.
    createLocalStores({ home: foreign }).close()
    writeFileSync(join(foreign, 'trellis.db'), 'damaged')
    assert.throws(() => openHome(foreign), {
      ...unusable,
      message: /mode 755\), though it holds a database of Trellis/,
      hint: `Make it yours alone: chmod 700 ${foreign}`,
    })
    chmodSync(foreign, 0o700)
    openHome(foreign).close()
    assert.throws(() => createLocalStores({ home: foreign }), { code: 'database_unreadable', hint: /left as it is/ })
  })

  test('with neither key nor a database of ours says so of the database: no key opens it', t => {
    const path = temporaryFolder(t)
    writeFileSync(join(path, 'trellis.db'), 'dear diary')
    const found = { code: 'database_unreadable', message: /it is not an SQLite database/ }
    assert.throws(() => createLocalStores({ home: path }), found)
    writeFileSync(join(path, 'key'), 'dear diary', { mode: 0o600 })
    assert.throws(() => createLocalStores({ home: path }), found)
  })

  test('is named when it cannot be one', t => {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, 'file'), 'x')
    assert.throws(() => openHome(join(folder, 'file')), unusable)
    assert.throws(() => openHome(join(folder, 'file', 'below')), unusable)
    mkdirSync(join(folder, 'home', 'token'), { recursive: true, mode: 0o700 })
    assert.throws(() => openHome(join(folder, 'home')), unusable)
  })

  test('does not replace a damaged token, and tightens one that others may read', t => {
    const path = temporaryFolder(t)
    writeFileSync(join(path, 'token'), 'short\n')
    assert.throws(() => openHome(path), unusable)
    assert.equal(readFileSync(join(path, 'token'), 'utf8'), 'short\n')
    assert.equal(existsSync(join(path, 'server.json')), false)
    const own = 'x'.repeat(43)
    writeFileSync(join(path, 'token'), own)
    chmodSync(join(path, 'token'), 0o644)
    const home = openHome(path)
    t.after(() => home.close())
    assert.equal(home.token, own)
    assert.equal(mode(join(path, 'token')), 0o600)
  })
})
