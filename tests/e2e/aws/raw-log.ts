import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { objectLimits } from '../../../src/adapters/aws/log/pack-chunks.ts'
import { createLogStore } from '../../../src/adapters/aws/log-store.ts'
import { sampleLines } from '../../contract/samples.ts'
import type { AwsPlace, AwsScene } from './place.ts'

/** Not to be packed into nothing, and not of one byte a letter. */
const long = (from: number, count: number) =>
  sampleLines(from, count).map(line => ({ ...line, text: `\u001b[31m${line.text} ${'añ "\\'.repeat(400)}` }))

const textOf = (lines: readonly { text: string }[]): string => lines.map(({ text }) => `${text}\n`).join('')

const objects = async ({ s3, name }: AwsScene, Prefix: string): Promise<unknown[]> =>
  ((await s3.send(new ListObjectsV2Command({ Bucket: name, Prefix }))).Contents ?? []).map(one => one.Key)

export function suite(place: AwsPlace): void {
  describe('Whole logs by URL', () => {
    test('one that no Lambda could answer with comes as it was written, wherever its lines lie, and is written once', async t => {
      const scene = place(t)
      const { logs } = scene.stores
      const lines = long(1, 4_000)
      for (let at = 0; at < 3_000; at += 500) await logs.append('d1', lines.slice(at, at + 500))
      await logs.archive('d1')
      for (let at = 3_000; at < 4_000; at += 500) await logs.append('d1', lines.slice(at, at + 500))
      const whole = textOf(lines)
      assert.ok(Buffer.byteLength(whole) > 8_000_000)
      let written = 0
      scene.fail(command => {
        if (command === 'PutObjectCommand') written++
        return false
      })
      const urls = [await logs.direct?.download('d1', 'a.log'), await logs.direct?.download('d1', 'b.log')]
      for (const [url = '', name] of [
        [urls[0], 'a.log'],
        [urls[1], 'b.log'],
      ]) {
        const answer = await fetch(url ?? '')
        assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/)
        assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${name}"`)
        assert.ok((await answer.text()) === whole)
      }
      assert.equal(written, 1)
      assert.ok(Number(new URL(urls[0] ?? '').searchParams.get('X-Amz-Expires')) <= 900)
    })

    test('one of tens of megabytes is written by as many calls as it takes, and what is there is used by the one that grew', async t => {
      const scene = place(t)
      const { s3, name: bucket, table } = scene
      // Each call has time for one part.
      const limits = { partBytes: 6 * 2 ** 20, patienceMs: 0 }
      const logs = createLogStore(table, { s3, bucket }, objectLimits, limits)
      const lines = sampleLines(1, 2_600).map(line => ({ ...line, text: `${line.text} ${'añ "\\'.repeat(1_800)}` }))
      for (let at = 0; at < 2_500; at += 500) await logs.append('d1', lines.slice(at, at + 500))
      const whole = textOf(lines.slice(0, 2_500))
      const bytes = Buffer.byteLength(whole)
      assert.ok(bytes > 25_000_000)
      const calls = async () => {
        for (let count = 1; ; count++) {
          const url = await logs.direct?.download('d1', 'x.log')
          if (url) return { count, text: await (await fetch(url)).text() }
        }
      }
      const first = await calls()
      assert.ok(first.text === whole)
      assert.equal(first.count, Math.floor(bytes / limits.partBytes) + 1)
      await logs.append('d1', lines.slice(2_500))
      const grown = await calls()
      assert.ok(grown.text === textOf(lines))
      assert.equal(grown.count, 1, 'only what is new is written')
      await logs.remove('d1')
      assert.deepEqual(await objects(scene, 'raw/'), [])
    })

    test('one that grows is whole up to the moment, an empty one is empty, and both go with their history', async t => {
      const scene = place(t)
      const { logs } = scene.stores
      const read = async (id: string) => (await fetch((await logs.direct?.download(id, 'x.log')) ?? '')).text()
      assert.equal(await read('none'), '')
      await logs.append('d1', long(1, 3))
      assert.equal(await read('d1'), textOf(long(1, 3)))
      await logs.append('d1', long(4, 2))
      assert.equal(await read('d1'), textOf(long(1, 5)))
      await logs.append('d10', long(1, 1))
      await read('d10')
      assert.deepEqual(await objects(scene, 'raw/d1/'), ['raw/d1/3.log', 'raw/d1/5.log'])
      for (const id of ['d1', 'none']) await logs.remove(id)
      assert.deepEqual(await objects(scene, 'raw/'), ['raw/d10/1.log'])
    })
  })
}
