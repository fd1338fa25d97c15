import assert from 'node:assert/strict'
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { createArtifactStore } from '../../../src/adapters/local/artifact-store.ts'
import { openKeyFile } from '../../../src/adapters/local/key-file.ts'
import { inParts, readAll, sampleBytes } from '../artifact-store.ts'
import { temporaryFolder } from '../places.ts'

const missing = { code: 'artifact_missing' }

function openStore(t: TestContext) {
  const home = temporaryFolder(t)
  const folder = join(home, 'artifacts')
  const master = openKeyFile(join(home, 'key'), true)
  return { folder, reopen: () => createArtifactStore(folder, master), store: createArtifactStore(folder, master) }
}

describe('Artifacts on a disk', () => {
  test('are unreadable there, and their owner is alone', async t => {
    const { folder, store } = openStore(t)
    const { digest } = await store.put(inParts(Buffer.from('correct horse '.repeat(10_000)), 9_999))
    assert.ok(!readFileSync(join(folder, digest)).includes('correct horse'))
    assert.equal(statSync(join(folder, digest)).mode & 0o777, 0o600)
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    assert.deepEqual(readdirSync(folder), [digest])
  })

  test('tell when a bit was changed, wherever', async t => {
    const { folder, store } = openStore(t)
    const { digest } = await store.put(inParts(sampleBytes(200_000), 50_000))
    const path = join(folder, digest)
    const whole = readFileSync(path)
    const spots = [0, 7, 8, 39, 40, 71, 72, 65_600, 65_620, 65_640, 131_300, whole.length - 17, whole.length - 1]
    for (const spot of spots) {
      const damaged = Buffer.from(whole)
      damaged.writeUInt8((damaged[spot] ?? 0) ^ 1, spot)
      writeFileSync(path, damaged)
      await assert.rejects(readAll(store, digest), missing, `byte ${spot}`)
    }
    writeFileSync(path, whole)
    assert.equal((await readAll(store, digest)).length, 200_000)
  })

  test('tell when they were cut short, also between two blocks, or made longer', async t => {
    const { folder, store } = openStore(t)
    const { digest } = await store.put(inParts(sampleBytes(200_000), 50_000))
    const path = join(folder, digest)
    const whole = readFileSync(path)
    const block = 65_536 + 16
    for (const length of [0, 10, 72, 80, 72 + block, 72 + 2 * block, 72 + 3 * block, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length))
      await assert.rejects(readAll(store, digest), missing, `${length} bytes`)
    }
    for (const more of [Buffer.from('x'), whole.subarray(72, 72 + block)]) {
      writeFileSync(path, Buffer.concat([whole, more]))
      await assert.rejects(readAll(store, digest), missing)
    }
  })

  test('tell when blocks were swapped, or another artifact was put in their place, before a byte of it is given', async t => {
    const { folder, store } = openStore(t)
    const first = await store.put(inParts(sampleBytes(150_000, 1), 50_000))
    const second = await store.put(inParts(sampleBytes(150_000, 2), 50_000))
    const path = join(folder, first.digest)
    const whole = readFileSync(path)
    const block = 65_536 + 16
    const parts = [whole.subarray(0, 72), whole.subarray(72 + block, 72 + 2 * block), whole.subarray(72, 72 + block)]
    writeFileSync(path, Buffer.concat([...parts, whole.subarray(72 + 2 * block)]))
    await assert.rejects(readAll(store, first.digest), missing)
    copyFileSync(join(folder, second.digest), path)
    await assert.rejects(store.get(first.digest), missing)
  })

  test('are not opened by another key', async t => {
    const { folder, store } = openStore(t)
    const { digest } = await store.put(inParts(sampleBytes(10), 10))
    const other = openKeyFile(join(temporaryFolder(t), 'key'), true)
    await assert.rejects(createArtifactStore(folder, other).get(digest), missing)
  })

  test('may fail in the middle of reading: what is damaged there is told there', async t => {
    const { folder, store } = openStore(t)
    const { digest } = await store.put(inParts(sampleBytes(200_000), 50_000))
    const content = await store.get(digest)
    truncateSync(join(folder, digest), 100_000)
    let bytes = 0
    const reading = (async () => {
      for await (const part of content) bytes += part.length
    })()
    await assert.rejects(reading, missing)
    assert.equal(bytes, 65_536)
  })

  test('a full disk is named, and nothing is left on it', async t => {
    const { folder, store } = openStore(t)
    const handle = await open(join(folder, '..', 'key'))
    const prototype: FileHandle = Object.getPrototypeOf(handle)
    await handle.close()
    const full = t.mock.method(prototype, 'write', async () => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    })
    await assert.rejects(store.put(inParts(sampleBytes(10), 10)), { code: 'disk_full' })
    full.mock.restore()
    assert.deepEqual(readdirSync(folder), [])
  })

  test('what a killed server left half-written goes at the next start', async t => {
    const { folder, store, reopen } = openStore(t)
    const { digest } = await store.put(inParts(sampleBytes(10), 10))
    writeFileSync(join(folder, '0123456789abcdef.new'), 'half')
    reopen()
    assert.deepEqual(readdirSync(folder), [digest])
  })

  test('storing the same bytes again makes them new for the pruning', async t => {
    const { folder, store } = openStore(t)
    const { digest } = await store.put(inParts(sampleBytes(10), 10))
    utimesSync(join(folder, digest), 1, 1)
    await store.put(inParts(sampleBytes(10), 10))
    await store.prune(new Set(), 2_000)
    assert.equal((await readAll(store, digest)).length, 10)
    utimesSync(join(folder, digest), 1, 1)
    await store.prune(new Set(), 2_000)
    await assert.rejects(store.get(digest), missing)
  })
})
