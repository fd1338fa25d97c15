import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { create, extract, list } from 'tar'
import { backUp } from '../../../src/adapters/local/backup.ts'
import { openHome } from '../../../src/adapters/local/home.ts'
import { restore } from '../../../src/adapters/local/restore.ts'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { inParts, readAll, sampleBytes } from '../artifact-store.ts'
import { temporaryFolder } from '../places.ts'
import { claimed, dueMessages, requested, sampleLines, withShop } from '../samples.ts'
import { kill, nextLine, startScript } from './processes.ts'

const context = 'variable:shop/dev/KEY'

/** A home with a secret, an artifact and a record that names it by nothing but this test. */
async function scene(test: TestContext) {
  const folder = temporaryFolder(test)
  const home = join(folder, 'home')
  mkdirSync(home, { mode: 0o700 })
  const stores = createLocalStores({ home })
  test.after(() => stores.close())
  const { vault, variables, artifacts } = await withShop(stores)
  const value = await vault.seal('s3cret', context)
  await variables.saveVariables('shop', 'dev', [
    { key: 'KEY', value, plain: false, steps: null, updatedAt: '2026-01-01T00:00:00.000Z' },
  ])
  const { digest } = await artifacts.put(inParts(sampleBytes(300_000), 65_536))
  const at = (name: string) => join(folder, name)
  const make = (name: string, withKey = false) => backUp({ home, file: at(name), withKey, version: '1.2.3' })
  return { home, digest, at, make, key: join(home, 'key') }
}

async function holds(home: string, digest: string): Promise<boolean> {
  const stores = createLocalStores({ home })
  try {
    const [variable] = await stores.variables.variables('shop', 'dev')
    assert.equal(await stores.vault.open(variable?.value ?? '', context), 's3cret')
    assert.deepEqual(await readAll(stores.artifacts, digest), sampleBytes(300_000))
    return true
  } finally {
    stores.close()
  }
}

describe('A backup', () => {
  test('brings records, secrets and artifacts to a new home, with the key that was kept elsewhere', async t => {
    const { digest, at, make, key } = await scene(t)
    const made = await make('b.tgz')
    assert.deepEqual([made.artifacts, made.withKey], [1, false])
    assert.equal(statSync(at('b.tgz')).mode & 0o777, 0o600)
    copyFileSync(key, at('kept'))
    const done = await restore({ home: at('new'), file: at('b.tgz'), key: at('kept') })
    assert.deepEqual([done.artifacts, done.trellis], [1, '1.2.3'])
    assert.ok(await holds(at('new'), digest))
    assert.equal(statSync(join(at('new'), 'trellis.db')).mode & 0o777, 0o600)
    assert.equal(existsSync(join(at('new'), 'token')), true)
  })

  test('does not carry out what waited when it was made: it comes back as cancelled, and is named', async t => {
    const { home, at, make, key } = await scene(t)
    const stores = createLocalStores({ home })
    const { number } = await requested(stores, 'd1', { kind: 'promotion' })
    stores.close()
    await make('b.tgz')
    const done = await restore({ home: at('new'), file: at('b.tgz'), key })
    assert.deepEqual(done.withdrawn, [`shop/dev #${number}`])
    const restored = createLocalStores({ home: at('new') })
    t.after(() => restored.close())
    assert.deepEqual(await restored.deployments.open(), [])
    const { state, cancelRequestedBy } = (await restored.deployments.get('d1')) ?? {}
    assert.deepEqual([state, cancelRequestedBy?.name], ['cancelled', 'trellis restore'])
  })

  test('knows not what became of what ran when it was made: that says so, and its stacks are looked at', async t => {
    const { home, at, make, key } = await scene(t)
    const stores = createLocalStores({ home })
    const { number } = await requested(stores, 'd1')
    await claimed(stores)
    stores.close()
    await make('b.tgz')
    const done = await restore({ home: at('new'), file: at('b.tgz'), key })
    assert.deepEqual([done.withdrawn, done.unknown], [[], [`shop/dev #${number}`]])
    const restored = createLocalStores({ home: at('new') })
    t.after(() => restored.close())
    const { ending, cloudChanging } = (await restored.deployments.get('d1')) ?? {}
    assert.deepEqual([ending?.state, ending?.failure?.code, cloudChanging], ['failed', 'restored', true])
    assert.match(ending?.failure?.message ?? '', new RegExp(`backup of ${done.madeAt} was restored.*is not known`))
    assert.match(ending?.failure?.hint ?? '', /Look at its stacks/)
    assert.deepEqual(await dueMessages(restored), [{ kind: 'settle-deployment', deployment: 'd1' }])
  })

  test('holds neither the key nor the token, unless the key is asked for', async t => {
    const { home, digest, at, make } = await scene(t)
    openHome(home).close()
    const names = async (file: string) => {
      const found: string[] = []
      await list({ file: at(file), onReadEntry: entry => void found.push(entry.path) })
      return found
    }
    await make('without.tgz')
    assert.deepEqual(await names('without.tgz'), ['contents.json', 'trellis.db', `artifacts/${digest}`])
    await make('with.tgz', true)
    assert.deepEqual(await names('with.tgz'), ['contents.json', 'trellis.db', 'key', `artifacts/${digest}`])
    await restore({ home: at('new'), file: at('with.tgz'), key: null })
    assert.ok(await holds(at('new'), digest))
    // Nothing of the making stays behind.
    assert.deepEqual(
      readdirSync(home).filter(name => /^(backup|restore)-/.test(name)),
      [],
    )
  })

  test('that could not be restored leaves the folder as it was', async t => {
    const { at, make } = await scene(t)
    await make('b.tgz')
    writeFileSync(at('none.tgz'), 'hello')
    const tries = async (home: string) => {
      await assert.rejects(restore({ home, file: at('none.tgz'), key: null }), { code: 'backup_unreadable' })
      await assert.rejects(restore({ home, file: at('b.tgz'), key: null }), { code: 'key_unusable' })
    }
    await tries(join(at('deep'), 'er'))
    assert.equal(existsSync(at('deep')), false)
    mkdirSync(at('empty'), { mode: 0o755 })
    await tries(at('empty'))
    assert.deepEqual([readdirSync(at('empty')), statSync(at('empty')).mode & 0o777], [[], 0o755])
    mkdirSync(at('mine'), { mode: 0o700 })
    writeFileSync(join(at('mine'), 'note'), 'keep me')
    await tries(at('mine'))
    assert.deepEqual(readdirSync(at('mine')), ['note'])
  })

  test('whose home cannot be taken leaves the folder as it was, and a home that is held to its holder', async t => {
    const { at, make, key } = await scene(t)
    await make('b.tgz')
    for (const before of [['token'], ['lock.db', 'token']]) {
      const folder = at(`mine-${before.length}`)
      const mode = before.length === 1 ? 0o700 : 0o755
      mkdirSync(folder, { mode })
      for (const name of before) writeFileSync(join(folder, name), name === 'token' ? 'none' : '')
      await assert.rejects(restore({ home: folder, file: at('b.tgz'), key }), { code: 'home_unusable' })
      assert.deepEqual([readdirSync(folder).sort(), statSync(folder).mode & 0o777], [before, mode])
    }
    const holder = openHome(at('held'))
    t.after(() => holder.close())
    const before = readdirSync(at('held'))
    await assert.rejects(restore({ home: at('held'), file: at('b.tgz'), key }), { code: 'home_in_use' })
    assert.deepEqual(readdirSync(at('held')), before)
  })

  test('replaces no other key', async t => {
    const { at, make, key } = await scene(t)
    await make('b.tgz')
    mkdirSync(at('new'), { mode: 0o700 })
    const other = `${'ab'.repeat(32)}\n`
    writeFileSync(join(at('new'), 'key'), other, { mode: 0o600 })
    await assert.rejects(restore({ home: at('new'), file: at('b.tgz'), key }), {
      code: 'key_unusable',
      message: /would be lost/,
    })
    assert.deepEqual(readdirSync(at('new')), ['key'])
    assert.equal(readFileSync(join(at('new'), 'key'), 'utf8'), other)
  })

  test('without its key, or with another, is not restored, and it is said what that means', async t => {
    const { at, make } = await scene(t)
    await make('b.tgz')
    await assert.rejects(restore({ home: at('new'), file: at('b.tgz'), key: null }), error => {
      assert.equal((error as { code?: string }).code, 'key_unusable')
      assert.match((error as { hint?: string }).hint ?? '', /do not open for anybody: they are lost/)
      return true
    })
    writeFileSync(at('other'), `${'ab'.repeat(32)}\n`, { mode: 0o600 })
    const wrong = restore({ home: at('new'), file: at('b.tgz'), key: at('other') })
    await assert.rejects(wrong, { code: 'key_unusable', message: /sealed with another key/ })
    assert.equal(existsSync(join(at('new'), 'trellis.db')), false)
  })

  test('that was changed, cut short or is none is refused before anything is put in its place', async t => {
    const { at, make, key } = await scene(t)
    await make('b.tgz')
    const bytes = readFileSync(at('b.tgz'))
    writeFileSync(at('short.tgz'), bytes.subarray(0, bytes.length / 2))
    writeFileSync(at('none.tgz'), 'hello')
    mkdirSync(at('open'))
    await extract({ file: at('b.tgz'), cwd: at('open') })
    const contents = JSON.parse(readFileSync(join(at('open'), 'contents.json'), 'utf8'))
    writeFileSync(join(at('open'), 'contents.json'), JSON.stringify({ ...contents, files: contents.files.slice(0, 1) }))
    await create({ file: at('less.tgz'), cwd: at('open'), gzip: true }, ['contents.json', 'trellis.db'])
    for (const [file, code] of [
      ['short.tgz', 'backup_unreadable'],
      ['none.tgz', 'backup_unreadable'],
      ['gone.tgz', 'backup_unreadable'],
      ['less.tgz', 'key_unusable'],
    ] as const) {
      await assert.rejects(restore({ home: at('new'), file: at(file), key }), { code }, file)
      assert.equal(existsSync(join(at('new'), 'trellis.db')), false, file)
    }
    await restore({ home: at('new'), file: at('b.tgz'), key })
  })

  test('never replaces records, nor a file, and knows a folder that is no home', async t => {
    const { home, at, make, key } = await scene(t)
    await make('b.tgz')
    await assert.rejects(make('b.tgz'), { code: 'already_exists' })
    await assert.rejects(restore({ home, file: at('b.tgz'), key }), { code: 'already_exists' })
    await assert.rejects(backUp({ home: at('elsewhere'), file: at('c.tgz'), withKey: false, version: '1' }), {
      code: 'home_unusable',
    })
  })

  test('goes into no folder that is not there, and tells of one that nobody may write to', async t => {
    const { home, at, make } = await scene(t)
    const before = readdirSync(home)
    await assert.rejects(make('unmounted/b.tgz'), {
      code: 'backup_unwritable',
      message: /there is no folder .*unmounted\.$/,
    })
    assert.equal(existsSync(at('unmounted')), false)
    writeFileSync(at('file'), '')
    await assert.rejects(make('file/b.tgz'), { code: 'backup_unwritable', message: /ENOTDIR/ })
    assert.deepEqual(readdirSync(home), before)
  })

  test('is of one moment, whoever writes meanwhile', async t => {
    const folder = temporaryFolder(t)
    const home = join(folder, 'home')
    mkdirSync(home, { mode: 0o700 })
    const stores = createLocalStores({ home })
    await withShop(stores)
    stores.close()
    const { child, lines } = startScript(t, 'write-until-killed.ts', home)
    for (let n = 0; n < 10; n++) await nextLine(lines)
    await backUp({ home, file: join(folder, 'b.tgz'), withKey: true, version: '1' })
    await nextLine(lines)
    await kill(child)
    await restore({ home: join(folder, 'new'), file: join(folder, 'b.tgz'), key: null })
    const restored = createLocalStores({ home: join(folder, 'new') })
    t.after(() => restored.close())
    const all = await restored.deployments.list({ app: 'shop', limit: 10_000 })
    assert.ok(all.length >= 10)
    for (const record of all.filter(({ state }) => state === 'succeeded'))
      assert.deepEqual((await restored.logs.read(record.id, 1, 100)).lines, sampleLines(1, 50))
  })
})
