import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { QueryCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { type AwsLogStore, createLogStore } from '../../../src/adapters/aws/log-store.ts'
import type { LogStore } from '../../../src/core/ports/log-store.ts'
import type { Stores } from '../../contract/places.ts'
import { claimed, instant, requested, sampleLines, succeeded, withShop } from '../../contract/samples.ts'
import type { AwsPlace, AwsScene } from './place.ts'

/** Whoever reads finds everything archived, and what was appended meanwhile. */
export function archivedAtOnce({ stores }: AwsScene): Stores {
  const { logs } = stores
  const archived: LogStore = {
    append: (id, lines) => logs.append(id, lines),
    remove: id => logs.remove(id),
    direct: logs.direct,
    read: (id, ...wish) => logs.archive(id).then(() => logs.read(id, ...wish)),
    search: (id, wish) => logs.archive(id).then(() => logs.search(id, wish)),
    last: id => logs.archive(id).then(() => logs.last(id)),
  }
  return { ...stores, logs: archived }
}

/** Objects so small that a log of some hundred lines needs several. */
const small = { bytes: 1_000_000, members: 1 }
const count = 700

async function written(logs: LogStore, id: string) {
  const lines = sampleLines(1, count)
  for (let first = 0; first < count; first += 130) await logs.append(id, lines.slice(first, first + 130))
  return lines
}

async function isWhole(logs: LogStore, id: string, lines = sampleLines(1, count)): Promise<void> {
  assert.deepEqual((await logs.read(id, 1, count + 1)).lines, lines)
  assert.deepEqual((await logs.read(id, count - 10, 5)).lines, lines.slice(count - 11, count - 6))
  assert.deepEqual(await logs.read(id, count + 1, 5), { lines: [], next: count + 1 })
  assert.equal(await logs.last(id), count)
  const wish = { query: '9 ✓', limit: count } as const
  const forward = await logs.search(id, { ...wish, from: 1, direction: 'forward' })
  const back = await logs.search(id, { ...wish, from: count + 7, direction: 'backward' })
  assert.equal(forward.matches.length, count / 10)
  assert.deepEqual(back.matches.reverse(), forward.matches)
}

async function itemsOf({ dynamo, name }: AwsScene, pk: string): Promise<number> {
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } } }
  return (await dynamo.send(new QueryCommand({ TableName: name, ConsistentRead: true, ...query }))).Count ?? 0
}

async function objectsOf({ s3, name }: AwsScene): Promise<{ Key?: string | undefined; Size?: number | undefined }[]> {
  return (await s3.send(new ListObjectsV2Command({ Bucket: name, Prefix: 'logs/' }))).Contents ?? []
}

/** Lets the writes of S3 and DynamoDB fail from one on, as if the process ended before it. */
function endBefore(scene: AwsScene, most: number): void {
  let writes = 0
  scene.fail(command => /Put|Batch|Update|Delete|TransactWrite/.test(command) && ++writes > most)
}

export function suite(place: AwsPlace): void {
  describe('Old logs in S3', () => {
    test('an end before any of its writes loses no line and shows none twice, and the next attempt brings it to its end', async t => {
      const scene = place(t)
      const logs: AwsLogStore = createLogStore(scene.table, { s3: scene.s3, bucket: scene.name }, small)
      let interrupted = 0
      for (let writes = 0; ; writes++) {
        const id = `d${writes}`
        await written(logs, id)
        endBefore(scene, writes)
        const outcome = await logs.archive(id).catch((error: Error) => error)
        scene.fail(() => false)
        await isWhole(logs, id)
        if (!(outcome instanceof Error)) break
        assert.match(outcome.message, /made to fail/)
        interrupted += 1
        await logs.archive(id)
        await isWhole(logs, id)
        assert.equal(await itemsOf(scene, `log#${id}`), 0)
        await logs.append(id, sampleLines(count - 3, 5))
        assert.equal((await logs.read(id, count, 10)).lines.length, 2)
      }
      // Two objects, each with its item, and chunks that go in twice two steps.
      assert.ok(interrupted >= 8, `${interrupted} writes`)
    })

    test('who reads while it is archived misses nothing', async t => {
      const scene = place(t)
      const logs = createLogStore(scene.table, { s3: scene.s3, bucket: scene.name }, small)
      await written(logs, 'd1')
      let over = false
      const archived = logs.archive('d1').finally(() => {
        over = true
      })
      const readers = [0, 1].map(async () => {
        while (!over) await isWhole(logs, 'd1')
      })
      await Promise.all([archived, logs.archive('d1'), ...readers])
      await isWhole(logs, 'd1')
      assert.equal(await itemsOf(scene, 'log#d1'), 0)
    })

    test('an object is gzip as any other, and a page reads a part of it', async t => {
      const scene = place(t)
      const { logs } = scene.stores
      const text = Array.from({ length: 60 }, (_, n) => `${(n * 7_919) % 1_009}`).join(' ')
      for (let first = 1; first < 9_000; first += 500) {
        const lines = sampleLines(first, 500).map(line => ({ ...line, text: `${line.seq} ${text}` }))
        await logs.append('d1', lines)
      }
      await logs.archive('d1')
      const [object, ...more] = await objectsOf(scene)
      assert.deepEqual(more, [])
      const { Body } = await scene.s3.send(new GetObjectCommand({ Bucket: scene.name, Key: object?.Key ?? '' }))
      const whole = gunzipSync((await Body?.transformToByteArray()) ?? '').toString()
      const parts = whole.trim().split('\n')
      assert.equal(parts.flatMap(part => JSON.parse(part)).length, 9_000)
      const ranges: string[] = []
      scene.s3.middlewareStack.add(next => given => {
        ranges.push((given.input as { Range?: string }).Range ?? '')
        return next(given)
      })
      assert.equal((await logs.read('d1', 8_000, 200)).lines[0]?.text, `8000 ${text}`)
      const [from = 0, to = 0] = (ranges[0]?.match(/\d+/g) ?? []).map(Number)
      assert.equal(ranges.length, 1)
      assert.ok(to - from < (object?.Size ?? 0) / 4, `${to - from} of ${object?.Size}`)
    })

    test('those that ended long ago are archived, and no others', async t => {
      const scene = place(t)
      const stores = { ...scene.stores }
      await withShop(stores)
      for (const [id, second] of [
        ['old', 10],
        ['new', 20],
      ] as const) {
        await requested(stores, id)
        await stores.logs.append(id, sampleLines(1, 5))
        await stores.deployments.finish(await claimed(stores), { ...succeeded, finishedAt: instant(second) }, null)
      }
      const archive = () => stores.archiveLogs(Date.parse(instant(15)), () => true)
      endBefore(scene, 0)
      await assert.rejects(archive(), /made to fail/)
      scene.fail(() => false)
      await archive()
      await archive()
      assert.deepEqual([await itemsOf(scene, 'log#old'), await itemsOf(scene, 'log#new')], [0, 1])
      assert.equal(await itemsOf(scene, 'ended'), 1)
      for (const id of ['old', 'new']) assert.equal(await stores.logs.last(id), 5)
    })

    test('of a history that is forgotten nothing is left, be it archived before or at that moment', async t => {
      const scene = place(t)
      const { stores } = scene
      await withShop(stores)
      await requested(stores, 'd1')
      await stores.logs.append('d1', sampleLines(1, 5))
      await stores.deployments.finish(await claimed(stores), succeeded, null)
      await stores.logs.archive('d1')
      await stores.apps.deleteApp('shop')
      await stores.logs.remove('d1')
      assert.deepEqual(await objectsOf(scene), [])
      // Written after the history was looked through: as by an archiver that had begun before.
      await stores.logs.append('d1', sampleLines(1, 5))
      await stores.archiveLogs(Date.parse(instant(60)), () => true)
      assert.deepEqual(await objectsOf(scene), [])
      assert.deepEqual([await itemsOf(scene, 'log#d1'), await itemsOf(scene, 'archive#d1')], [0, 0])
      assert.equal(await itemsOf(scene, 'ended'), 0)
    })
  })
}
