import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { Database } from '../../../src/adapters/local/database.ts'
import { openDatabase } from '../../../src/adapters/local/open-database.ts'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { temporaryFolder } from '../places.ts'
import { requested, sampleLines, withShop } from '../samples.ts'
import { snapshot } from './faults.ts'

const unreadable = { code: 'database_unreadable' }
const steps = ['CREATE TABLE a (x TEXT)', `ALTER TABLE a ADD COLUMN y TEXT DEFAULT 'new'`]

/** A home with some records in it, closed. */
async function usedHome(t: TestContext): Promise<string> {
  const home = temporaryFolder(t)
  const stores = createLocalStores({ home })
  await withShop(stores)
  for (let n = 0; n < 30; n++) await requested(stores, `d${n}`)
  await stores.logs.append('d1', sampleLines(1, 2_000))
  stores.close()
  return home
}

function refusedUntouched(home: string, expected: { code: string }): void {
  const before = snapshot(home)
  assert.throws(() => createLocalStores({ home }), expected)
  assert.deepEqual(snapshot(home), before)
}

describe('The database', () => {
  test('is made whole, for its owner alone, with a write-ahead log', t => {
    const path = join(temporaryFolder(t), 'trellis.db')
    const database = openDatabase(path)
    t.after(() => database.close())
    assert.equal(database.get('PRAGMA journal_mode')?.journal_mode, 'wal')
    assert.equal(database.get('PRAGMA foreign_keys')?.foreign_keys, 1)
    for (const suffix of ['', '-wal', '-shm']) assert.equal(statSync(path + suffix).mode & 0o077, 0)
    assert.deepEqual(
      Object.keys(snapshot(join(path, '..'))).filter(name => name.endsWith('.new')),
      [],
    )
  })

  test('takes the steps that it lacks, each once, and keeps what it holds', t => {
    const path = join(temporaryFolder(t), 'trellis.db')
    const first = openDatabase(path, steps.slice(0, 1))
    first.run('INSERT INTO a VALUES (?)', 'kept')
    first.close()
    for (let start = 0; start < 2; start++) {
      const second = openDatabase(path, steps)
      assert.deepEqual({ ...second.get('SELECT * FROM a') }, { x: 'kept', y: 'new' })
      assert.equal(second.get('PRAGMA user_version')?.user_version, 2)
      second.close()
    }
  })

  test('takes all steps or none', t => {
    const path = join(temporaryFolder(t), 'trellis.db')
    openDatabase(path, steps.slice(0, 1)).close()
    assert.throws(
      () => openDatabase(path, [...steps, 'CREATE TABLE b (x TEXT); CREATE TABLE a (x TEXT)']),
      /already exists/,
    )
    const again = openDatabase(path, steps.slice(0, 1))
    t.after(() => again.close())
    assert.deepEqual(
      again.all('PRAGMA table_info(a)').map(column => column.name),
      ['x'],
    )
    assert.deepEqual(again.all('PRAGMA table_info(b)'), [])
  })

  test('of a newer Trellis is refused and untouched', async t => {
    const home = await usedHome(t)
    const raw = new DatabaseSync(join(home, 'trellis.db'))
    raw.exec('PRAGMA user_version = 999')
    raw.close()
    refusedUntouched(home, { code: 'database_newer' })
  })

  test('of a newer Trellis that was killed is refused, and loses nothing', t => {
    const path = join(temporaryFolder(t), 'trellis.db')
    openDatabase(path, steps.slice(0, 1)).close()
    const newer = new Database(path)
    newer.execute(`BEGIN; ${steps[1]}; INSERT INTO a VALUES ('x', 'y'); PRAGMA user_version = 2; COMMIT`)
    const [file, log] = [readFileSync(path), readFileSync(`${path}-wal`)]
    newer.close()
    writeFileSync(path, file)
    writeFileSync(`${path}-wal`, log)
    assert.throws(() => openDatabase(path, steps.slice(0, 1)), { code: 'database_newer' })
    assert.deepEqual([readFileSync(path), readFileSync(`${path}-wal`)], [file, log])
    const again = openDatabase(path, steps)
    t.after(() => again.close())
    assert.equal(again.get('SELECT y FROM a')?.y, 'y')
  })

  test('that is garbage, empty, or of another program is refused and untouched', async t => {
    const home = await usedHome(t)
    const path = join(home, 'trellis.db')
    for (const content of ['', 'x', 'not a database\n'.repeat(1_000), 'SQLite format 3\0', '\0'.repeat(8_192)]) {
      writeFileSync(path, content)
      refusedUntouched(home, unreadable)
    }
    const foreign = new DatabaseSync(join(home, 'foreign.db'))
    foreign.exec('CREATE TABLE notes (text TEXT)')
    foreign.close()
    writeFileSync(path, readFileSync(join(home, 'foreign.db')))
    refusedUntouched(home, unreadable)
  })

  test('that was cut short is refused and untouched, wherever the cut', async t => {
    const home = await usedHome(t)
    const path = join(home, 'trellis.db')
    const { size } = statSync(path)
    for (const length of [size - 1, size - 4_096, Math.floor(size / 2), 4_096, 1_000, 50]) {
      truncateSync(path, length)
      refusedUntouched(home, unreadable)
    }
  })

  test('that was cut short after a crash is refused', async t => {
    const home = await usedHome(t)
    const path = join(home, 'trellis.db')
    const stores = createLocalStores({ home })
    await requested(stores, 'last')
    const [file, log] = [readFileSync(path), readFileSync(`${path}-wal`)]
    stores.close()
    writeFileSync(`${path}-wal`, log)
    const cut = file.subarray(0, file.length - 8_192)
    writeFileSync(path, cut)
    assert.throws(() => createLocalStores({ home }), unreadable)
    assert.deepEqual([readFileSync(path), readFileSync(`${path}-wal`)], [cut, log])
    writeFileSync(path, file)
    const whole = createLocalStores({ home })
    assert.equal((await whole.deployments.get('last'))?.number, 31)
    whole.close()
  })

  test('that is cut short under the server is written to no more, and its log stays for a copy of the file', async t => {
    const home = await usedHome(t)
    const path = join(home, 'trellis.db')
    const stores = createLocalStores({ home })
    t.after(() => stores.close())
    await requested(stores, 'last')
    const whole = readFileSync(path)
    truncateSync(path, whole.length - 8_192)
    const [cut, log] = [readFileSync(path), readFileSync(`${path}-wal`)]
    await assert.rejects(requested(stores, 'late'), { ...unreadable, message: /cut short .* 8192 bytes are missing/ })
    assert.equal(stores.damage()?.code, 'database_unreadable')
    await assert.rejects(stores.deployments.get('last'), unreadable)
    stores.close()
    assert.deepEqual([readFileSync(path), readFileSync(`${path}-wal`)], [cut, log])
    assert.throws(() => createLocalStores({ home }), unreadable)
    writeFileSync(path, whole)
    const again = createLocalStores({ home })
    t.after(() => again.close())
    assert.equal((await again.deployments.get('last'))?.number, 31)
    assert.equal(await again.deployments.get('late'), null)
  })

  test('that is cut short while nobody writes is not written to by closing it', async t => {
    const home = await usedHome(t)
    const path = join(home, 'trellis.db')
    const whole = readFileSync(path)
    for (const length of [whole.length - 8_192, 8_192, 0]) {
      const stores = createLocalStores({ home })
      await requested(stores, `at ${length}`)
      truncateSync(path, length)
      const log = readFileSync(`${path}-wal`)
      stores.close()
      assert.equal(statSync(path).size, length)
      assert.deepEqual(readFileSync(`${path}-wal`), log)
      writeFileSync(path, whole)
    }
  })

  test('that grew, or that another program made smaller by its VACUUM, is no damaged one', async t => {
    const home = await usedHome(t)
    const path = join(home, 'trellis.db')
    const stores = createLocalStores({ home })
    t.after(() => stores.close())
    await stores.logs.append('d2', sampleLines(1, 20_000))
    const other = new DatabaseSync(path)
    t.after(() => other.close())
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    assert.equal(stores.damage(), null)
    const { size } = statSync(path)
    await stores.logs.remove('d2')
    other.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
    assert.ok(statSync(path).size < size)
    await requested(stores, 'after')
    assert.equal(stores.damage(), null)
  })

  test('that is removed or replaced under the server is told of, and no new one is made beside what is left of it', async t => {
    const home = await usedHome(t)
    const path = join(home, 'trellis.db')
    const stores = createLocalStores({ home })
    t.after(() => stores.close())
    await requested(stores, 'last')
    const whole = readFileSync(path)
    renameSync(path, `${path}.aside`)
    await assert.rejects(requested(stores, 'late'), { ...unreadable, message: /was removed while it was open/ })
    stores.close()
    refusedUntouched(home, unreadable)
    renameSync(`${path}.aside`, path)
    const again = createLocalStores({ home })
    t.after(() => again.close())
    assert.equal((await again.deployments.get('last'))?.number, 31)
    writeFileSync(`${path}.other`, whole)
    renameSync(`${path}.other`, path)
    await assert.rejects(requested(again, 'late'), { ...unreadable, message: /another file was put in its place/ })
  })

  test('that cannot be read is named', async t => {
    const home = await usedHome(t)
    rmSync(join(home, 'trellis.db'))
    mkdirSync(join(home, 'trellis.db'))
    assert.throws(() => createLocalStores({ home }), unreadable)
  })
})
