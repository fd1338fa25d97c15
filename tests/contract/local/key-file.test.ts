import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openKeyFile } from '../../../src/adapters/local/key-file.ts'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { temporaryFolder } from '../places.ts'

const unusable = { code: 'key_unusable' }

describe('The key file', () => {
  test('is made once, for its owner alone, and kept', t => {
    const path = join(temporaryFolder(t), 'key')
    const first = openKeyFile(path, true).keyFor('secrets')
    assert.equal(statSync(path).mode & 0o777, 0o600)
    const content = readFileSync(path)
    assert.deepEqual(openKeyFile(path, true).keyFor('secrets'), first)
    assert.deepEqual(openKeyFile(path, false).keyFor('secrets'), first)
    assert.deepEqual(readFileSync(path), content)
  })

  test('gives each purpose another key, none of them the one on the disk', t => {
    const path = join(temporaryFolder(t), 'key')
    const master = openKeyFile(path, true)
    const keys = [master.keyFor('a'), master.keyFor('b'), master.keyFor('a', Buffer.from('salt'))]
    const texts = keys.map(key => key.toString('hex'))
    assert.equal(new Set([...texts, readFileSync(path, 'utf8').trim()]).size, 4)
  })

  test('is refused when others may read it, and left so', t => {
    const path = join(temporaryFolder(t), 'key')
    openKeyFile(path, true)
    for (const mode of [0o640, 0o604, 0o660, 0o644]) {
      chmodSync(path, mode)
      assert.throws(() => openKeyFile(path, true), unusable)
      assert.equal(statSync(path).mode & 0o777, mode)
    }
  })

  test('is refused when it holds no key, and never replaced', t => {
    const path = join(temporaryFolder(t), 'key')
    for (const content of ['', 'secret', 'ab'.repeat(31), 'zz'.repeat(32)]) {
      writeFileSync(path, content, { mode: 0o600 })
      assert.throws(() => openKeyFile(path, true), unusable)
      assert.equal(readFileSync(path, 'utf8'), content)
    }
    rmSync(path)
    mkdirSync(path, { mode: 0o700 })
    assert.throws(() => openKeyFile(path, true), unusable)
  })

  test('is not made anew where a database needs the old one', t => {
    const home = temporaryFolder(t)
    createLocalStores({ home }).close()
    const before = readFileSync(join(home, 'trellis.db'))
    rmSync(join(home, 'key'))
    assert.throws(() => createLocalStores({ home }), unusable)
    assert.throws(() => statSync(join(home, 'key')), { code: 'ENOENT' })
    assert.deepEqual(readFileSync(join(home, 'trellis.db')), before)
  })
})
