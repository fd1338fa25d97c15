import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import type { LogLine } from '../../../src/contract/log.ts'
import {
  claimed,
  instant,
  requested,
  sampleApp,
  sampleClaim,
  sampleEnvironments,
  sampleLines,
  sampleNaming,
  succeeded,
  withShop,
} from '../../contract/samples.ts'
import type { AwsPlace } from './place.ts'

/** What the contracts do not ask for, and DynamoDB makes a question. */
export function suite(place: AwsPlace): void {
  describe('Records in DynamoDB', () => {
    test('what is forgotten half-way is forgotten before an environment of that name comes back', async t => {
      const { stores, fail } = place(t)
      await withShop(stores)
      for (const id of ['d1', 'd2', 'd3']) await requested(stores, id)
      fail(command => command === 'BatchWriteItemCommand')
      await assert.rejects(stores.apps.deleteApp('shop'), /made to fail/)
      assert.equal(await stores.apps.app('shop'), null)
      assert.deepEqual(await stores.deployments.environments(), [])
      fail(() => false)
      await withShop(stores)
      assert.deepEqual(await stores.deployments.open(), [])
      assert.equal(await stores.deployments.get('d1'), null)
      assert.equal((await requested(stores, 'd4')).number, 1)
    })

    test('the sweep forgets what was left, and lets those run again that wait for the limit', async t => {
      const { stores, fail } = place(t)
      await withShop(stores)
      await stores.apps.createApp(sampleApp('blog'), sampleEnvironments('blog', 'dev'))
      await requested(stores, 'd1')
      await claimed(stores, { limit: 1 })
      await requested(stores, 'd2', { app: 'blog' })
      fail(command => command === 'BatchWriteItemCommand')
      await assert.rejects(stores.apps.deleteApp('shop'), /made to fail/)
      fail(() => false)
      await stores.tidy()
      assert.equal(await stores.deployments.get('d1'), null)
      assert.deepEqual(await stores.deployments.actors('shop'), [])
      assert.equal((await claimed(stores, { app: 'blog', limit: 1 })).id, 'd2')
    })

    test('a transaction that met another one is tried again, and one that throttling met', async t => {
      const { stores, fail } = place(t)
      await withShop(stores)
      const reasons = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']
      fail(command => {
        const Code = command === 'TransactWriteItemsCommand' && reasons.pop()
        const cancelled = Object.assign(new Error('cancelled'), { CancellationReasons: [{ Code }, { Code: 'None' }] })
        return Code ? Object.assign(cancelled, { name: 'TransactionCanceledException' }) : false
      })
      await requested(stores, 'd1')
      assert.deepEqual(reasons, [])
      assert.equal((await stores.deployments.open()).length, 1)
    })

    test('a write that met a transaction is tried again', async t => {
      const { stores, fail } = place(t)
      await withShop(stores)
      await requested(stores, 'd1')
      const record = await claimed(stores)
      let met = 0
      fail(command => {
        met += command === 'UpdateItemCommand' ? 1 : 0
        return met === 1 ? Object.assign(new Error('met'), { name: 'TransactionConflictException' }) : false
      })
      const changed = await stores.deployments.update(record, { lastEvent: 1 })
      assert.equal(met, 2)
      assert.equal(changed?.lastEvent, 1)
      assert.deepEqual(await stores.deployments.get('d1'), changed)
    })

    test('requests, withdrawals, claims and names at once lose nothing of what waits', async t => {
      const all = await withShop(place(t).stores)
      const { deployments } = all
      const eve = { kind: 'user', name: 'eve' } as const
      for (let n = 0; n < 6; n++) await requested(all, `old-${n}`)
      const running = await claimed(all)
      await Promise.all([
        ...Array.from({ length: 6 }, (_, n) => requested(all, `new-${n}`)),
        ...[1, 3, 5].map(n => deployments.withdraw(`old-${n}`, eve, instant(5))),
        deployments.update(running, { lastEvent: 1 }, { naming: sampleNaming('Shop') }),
      ])
      assert.equal((await deployments.environment('shop', 'dev')).naming?.mode, 'prefix')
      const done: string[] = []
      let record = await deployments.get(running.id)
      while (record) {
        done.push(record.id)
        assert.ok(await deployments.finish(record, succeeded, null))
        record = await deployments.claimNext(sampleClaim())
      }
      assert.deepEqual(done.slice(0, 3), ['old-0', 'old-2', 'old-4'])
      assert.deepEqual(
        done.slice(3).sort(),
        Array.from({ length: 6 }, (_, n) => `new-${n}`),
      )
      assert.deepEqual(await deployments.open(), [])
    })

    test('of batches that overlap and come at once, no line is lost that was said to be stored', async t => {
      const { logs } = place(t).stores
      const long = sampleLines(1, 9)
      for (let n = 0; n < 8; n++) {
        const batches = [3, 9, 6, 1].map(count => logs.append(`d${n}`, long.slice(0, count)))
        await Promise.all(batches)
        assert.deepEqual((await logs.read(`d${n}`, 1, 100)).lines, long)
      }
    })

    test('more variables than a transaction has writes are saved in one step, and what is too large for one is refused', async t => {
      const { variables } = await withShop(place(t).stores)
      const some = (count: number, value: string) =>
        Array.from({ length: count }, (_, n) => ({
          ...{ key: `KEY_${n}`, value, plain: false, steps: null, updatedAt: instant(1) },
        }))
      await variables.saveVariables('shop', 'dev', some(200, 'short'))
      await Promise.all(some(10, 'other').map(one => variables.saveVariables('shop', 'dev', [one])))
      const saved = await variables.variables('shop', 'dev')
      assert.equal(saved.length, 200)
      assert.equal(saved.filter(one => one.value === 'other').length, 10)
      const large = variables.saveVariables('shop', 'dev', some(200, 'x'.repeat(64 * 1024)))
      await assert.rejects(large, { code: 'invalid_input' })
      assert.deepEqual(await variables.variables('shop', 'dev'), saved)
    })

    test('the longest lines lie in items that DynamoDB can hold', async t => {
      const { stores, dynamo, name } = place(t)
      const text = Array.from({ length: 16_384 }, (_, n) => String.fromCharCode(0x4e00 + ((n * 7_919) % 20_000))).join(
        '',
      )
      const lines: LogLine[] = sampleLines(1, 40).map(line => ({ ...line, text }))
      await stores.logs.append('d1', lines)
      const page = await stores.logs.read('d1', 1, 100)
      assert.deepEqual([...page.lines, ...(await stores.logs.read('d1', page.next, 100)).lines], lines)
      const key = { pk: { S: 'log#d1' }, sk: { S: '1'.padStart(16, '0') } }
      const { Item } = await dynamo.send(new GetItemCommand({ TableName: name, Key: key }))
      assert.ok((Item?.lines?.B?.length ?? 0) > 100_000)
      assert.ok((Item?.lines?.B?.length ?? 0) < 400_000)
    })

    test('a deployment costs as much after many others as before, and never a scan', async t => {
      const { stores, count } = place(t)
      await withShop(stores)
      const deploy = async (id: string) => {
        const before = { ...count }
        await requested(stores, id, { requestedAt: instant(1) })
        let record = await claimed(stores)
        for (let batch = 0; batch < 3; batch++) {
          await stores.logs.append(id, sampleLines(1 + batch * 100, 100))
          record = (await stores.deployments.update(record, { lastSeq: 100 * (batch + 1) })) ?? assert.fail()
        }
        assert.ok(await stores.deployments.finish(record, succeeded, { status: 'deployed', live: id, naming: null }))
        await stores.deployments.list({ app: 'shop', environment: 'dev', limit: 10 })
        const used = Object.keys(count).map(name => [name, (count[name] ?? 0) - (before[name] ?? 0)] as const)
        return Object.fromEntries(used.filter(([, n]) => n > 0).sort())
      }
      await deploy('first')
      const second = await deploy('second')
      for (let n = 0; n < 20; n++) await deploy(`d${n}`)
      assert.deepEqual(await deploy('last'), second)
      assert.equal(count.ScanCommand, undefined)
    })
  })
}
