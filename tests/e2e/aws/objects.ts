import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { createJobOrders } from '../../../src/adapters/aws/job-orders.ts'
import { inParts, readAll, sampleBytes } from '../../contract/artifact-store.ts'
import type { AwsPlace } from './place.ts'

export function suite(place: AwsPlace): void {
  describe('Objects in S3', () => {
    test('an artifact that was changed is found while it is read', async t => {
      const { stores, s3, name } = place(t)
      const { digest } = await stores.artifacts.put(inParts(sampleBytes(1_000), 100))
      await s3.send(new PutObjectCommand({ Bucket: name, Key: `artifacts/${digest}`, Body: sampleBytes(1_000, 1) }))
      await assert.rejects(readAll(stores.artifacts, digest), { code: 'artifact_missing' })
    })

    test('no draft is left, be it of an artifact that was kept or of one that broke off', async t => {
      const { stores, s3, name } = place(t)
      const large = Buffer.alloc(12_000_000, 'artifact')
      await stores.artifacts.put(inParts(large, 1_000_000))
      async function* broken() {
        yield large
        throw new Error('connection lost')
      }
      await assert.rejects(stores.artifacts.put(broken()), /connection lost/)
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: name }))
      const digest = createHash('sha256').update(large).digest('hex')
      assert.deepEqual(
        Contents.map(one => one.Key),
        [`artifacts/${digest}`],
      )
    })

    test('a runner puts the artifact of a digest by a URL and fetches it by another; other bytes are refused', async t => {
      const { stores } = place(t)
      const { direct } = stores.artifacts
      assert.ok(direct)
      const bytes = sampleBytes(100_000)
      const digest = createHash('sha256').update(bytes).digest('hex')
      const put = async (body: Buffer, offered = body.length) => {
        const { url, headers } = await direct.upload(digest, offered)
        return (await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })).status
      }
      assert.equal(await put(sampleBytes(100_000, 1)), 400)
      await assert.rejects(stores.artifacts.get(digest), { code: 'artifact_missing' })
      assert.equal(await put(bytes), 200)
      const answer = await fetch(await direct.download(digest))
      assert.ok(bytes.equals(Buffer.from(await answer.arrayBuffer())))
      assert.ok(bytes.equals(await readAll(stores.artifacts, digest)))
    })

    test('the URL of an upload is signed for this length and this checksum', async t => {
      const { stores } = place(t)
      const { url } = (await stores.artifacts.direct?.upload('ab'.repeat(32), 5)) ?? {}
      const signed = new URL(url ?? '').searchParams.get('X-Amz-SignedHeaders')?.split(';')
      assert.deepEqual(signed, ['content-length', 'host', 'x-amz-checksum-sha256'])
    })

    test('caches of an app go with it, and no other app loses any', async t => {
      const { stores, s3, name } = place(t)
      for (const Key of ['caches/shop/open/a', 'caches/shop/protected/b', 'caches/shop2/open/a']) {
        await s3.send(new PutObjectCommand({ Bucket: name, Key, Body: 'x' }))
      }
      await stores.caches.remove('shop')
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: name }))
      assert.deepEqual(
        Contents.map(one => one.Key),
        ['caches/shop2/open/a'],
      )
    })

    test('what a build packs is found by its name, by whom it may, with what it was made of', async t => {
      const { direct } = place(t).stores.caches
      assert.ok(direct)
      const bytes = sampleBytes(10_000)
      const digest = createHash('sha256').update(bytes).digest('hex')
      const parts = { 'package-lock.json': 'ab'.repeat(20), 'the settings of the package manager': 'cd'.repeat(20) }
      const keep = async (app: string, isProtected: boolean, name: string) => {
        const offer = { name, digest, bytes: bytes.length, parts }
        const { url, headers } = await direct.place(app, isProtected, offer)
        const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })
        assert.equal(answer.status, 200, await answer.text())
      }
      const [one, two] = ['1', '2'].map(digit => `deps/${digit.repeat(40)}`) as [string, string]
      await keep('shop', false, one)
      await keep('shop', true, two)
      await keep('shop2', false, `deps/${'3'.repeat(40)}`)
      const { url, savedAt } = (await direct.find('shop', false, one)) ?? assert.fail('it is lost')
      assert.ok(bytes.equals(Buffer.from(await (await fetch(url)).arrayBuffer())))
      assert.ok(Date.parse(savedAt) > 0)
      assert.ok(await direct.find('shop', false, two), 'what protected ones keep, everybody of the app may read')
      assert.equal(await direct.find('shop', true, one), null)
      assert.equal(await direct.find('shop3', false, one), null)
      const notes = async (isProtected: boolean) => (await direct.notes('shop', isProtected)).map(one => one.parts)
      assert.deepEqual([await notes(false), await notes(true)], [[parts, parts], [parts]])
    })

    test('the order of a build machine is read by its URL alone, until it is taken away', async t => {
      const { s3, name } = place(t)
      const runner = { bucket: name, key: 'runner' }
      const orders = createJobOrders(s3, name, { url: 'https://trellis.example', runner })
      await s3.send(new PutObjectCommand({ Bucket: name, Key: 'runner', Body: 'program' }))
      const url = await orders.put('d1', 'd1.token')
      assert.ok(!url.includes('token'))
      assert.equal(await orders.holds('d1', 'd1.token'), true)
      assert.equal(await orders.holds('d1', 'another'), false)
      const { runner: program, ...order } = (await (await fetch(url)).json()) as Record<string, string>
      assert.deepEqual(order, { url: 'https://trellis.example', deployment: 'd1', token: 'd1.token' })
      assert.equal(await (await fetch(program ?? '')).text(), 'program')
      await orders.remove('d1')
      await orders.remove('d1')
      assert.equal((await fetch(url)).status, 404)
      assert.equal(await orders.holds('d1', 'd1.token'), false)
    })
  })
}
