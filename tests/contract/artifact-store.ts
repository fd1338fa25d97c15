import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import type { ArtifactStore } from '../../src/core/ports/artifact-store.ts'
import type { MakeStores } from './places.ts'

export const sampleBytes = (length: number, start = 0): Buffer =>
  Buffer.from(Array.from({ length }, (_, n) => (n * 7 + (n >> 8) + start) & 0xff))

export async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export async function readAll(store: ArtifactStore, digest: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of await store.get(digest)) parts.push(part)
  return Buffer.concat(parts)
}

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const always = Number.MAX_SAFE_INTEGER

export function suite(name: string, makeStores: MakeStores): void {
  describe(`ArtifactStore (${name})`, () => {
    test('gives back the bytes under their SHA-256, whatever their number and parts', async t => {
      const { artifacts } = makeStores(t)
      for (const length of [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000]) {
        const bytes = sampleBytes(length)
        for (const size of [100_000, 65_536, 4_099]) {
          const stored = await artifacts.put(inParts(bytes, size))
          assert.deepEqual(stored, { digest: digestOf(bytes), bytes: length })
        }
        assert.ok(bytes.equals(await readAll(artifacts, digestOf(bytes))), `${length} bytes`)
      }
    })

    test('stores the same bytes once, also when they come at once', async t => {
      const { artifacts } = makeStores(t)
      const bytes = sampleBytes(100_000)
      const stored = await Promise.all(Array.from({ length: 4 }, () => artifacts.put(inParts(bytes, 1_000))))
      assert.equal(new Set(stored.map(one => one.digest)).size, 1)
      assert.ok(bytes.equals(await readAll(artifacts, digestOf(bytes))))
    })

    test('can be read by many at once, and read again', async t => {
      const { artifacts } = makeStores(t)
      const bytes = sampleBytes(200_000)
      const { digest } = await artifacts.put(inParts(bytes, 50_000))
      const read = await Promise.all([1, 2, 3].map(() => readAll(artifacts, digest)))
      for (const one of read) assert.ok(bytes.equals(one))
    })

    test('leaves nothing of a write that is interrupted, and passes the error on', async t => {
      const { artifacts } = makeStores(t)
      const bytes = sampleBytes(100_000)
      async function* broken() {
        yield bytes
        throw new Error('connection lost')
      }
      await assert.rejects(artifacts.put(broken()), /connection lost/)
      await assert.rejects(artifacts.get(digestOf(bytes)), { code: 'artifact_missing' })
    })

    test('says when there is no such artifact, also for what is no digest', async t => {
      const { artifacts } = makeStores(t)
      for (const digest of ['0'.repeat(64), '', '../key', 'ABC']) {
        await assert.rejects(artifacts.get(digest), { code: 'artifact_missing' })
      }
    })

    test('removes what shall not be kept, unless it is newer than that', async t => {
      const { artifacts } = makeStores(t)
      const kept = await artifacts.put(inParts(sampleBytes(10, 1), 10))
      const old = await artifacts.put(inParts(sampleBytes(10, 2), 10))
      await artifacts.prune(new Set(), 0)
      assert.equal((await readAll(artifacts, old.digest)).length, 10)
      await artifacts.prune(new Set([kept.digest]), always)
      assert.equal((await readAll(artifacts, kept.digest)).length, 10)
      await assert.rejects(artifacts.get(old.digest), { code: 'artifact_missing' })
      await artifacts.put(inParts(sampleBytes(10, 2), 10))
      assert.equal((await readAll(artifacts, old.digest)).length, 10)
    })

    test('shares no bytes with its callers', async t => {
      const { artifacts } = makeStores(t)
      const given = sampleBytes(10)
      const { digest } = await artifacts.put(inParts(given, 10))
      given.fill(0)
      for await (const part of await artifacts.get(digest)) part.fill(0)
      assert.ok(sampleBytes(10).equals(await readAll(artifacts, digest)))
    })
  })
}
