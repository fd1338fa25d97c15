import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { createAppStore } from '../../../src/adapters/local/app-store.ts'
import type { Database } from '../../../src/adapters/local/database.ts'
import { createDeploymentStore } from '../../../src/adapters/local/deployment-store.ts'
import { createLogStore } from '../../../src/adapters/local/log-store.ts'
import { openDatabase } from '../../../src/adapters/local/open-database.ts'
import { createOutbox } from '../../../src/adapters/local/outbox.ts'
import { temporaryFolder } from '../places.ts'
import {
  sampleApp,
  sampleClaim,
  sampleDraft,
  sampleEnvironments,
  sampleLines,
  sampleNaming,
  samplePush,
  succeeded,
} from '../samples.ts'

async function shopOn(t: TestContext) {
  const database = openDatabase(join(temporaryFolder(t), 'trellis.db'))
  t.after(() => database.close())
  await createAppStore(database).createApp(sampleApp('shop'), sampleEnvironments('shop', 'dev', 'prod'))
  return { database, deployments: createDeploymentStore(database) }
}

/** All rows of the tables that a deployment's step may change. */
const contents = (database: Database) =>
  ['deployments', 'environments', 'outbox'].map(table => database.all(`SELECT * FROM ${table}`))

describe('A step of the SQLite store', () => {
  test('leaves nothing behind when a later write of the same step fails', async t => {
    const { database, deployments } = await shopOn(t)
    const messages = [{ kind: 'prune-artifacts' }] as const
    await deployments.request(sampleDraft('d1'))
    const record = (await deployments.claimNext(sampleClaim())) ?? assert.fail()
    await deployments.request(samplePush('d2', 2))
    await deployments.request(sampleDraft('d3', { environment: 'prod' }))
    const before = contents(database)
    const standing = { status: 'deployed', live: 'd1', naming: sampleNaming('Shop') } as const
    const attempts = {
      'INSERT ON outbox': [
        () => deployments.request(samplePush('d4', 4), messages),
        () => deployments.update(record, { lastSeq: 9 }, { naming: sampleNaming('Shop'), messages }),
        () => deployments.finish(record, succeeded, standing, messages),
      ],
      'INSERT ON deployments': [() => deployments.request(samplePush('d5', 5), messages)],
      'UPDATE ON deployments': [
        () => deployments.update(record, { lastSeq: 9 }, { naming: sampleNaming('Shop'), messages }),
        () => deployments.finish(record, succeeded, standing, messages),
        () => deployments.claimNext(sampleClaim({ environment: 'prod' })),
        () => deployments.withdraw('d3', { kind: 'user', name: 'ada' }, 'now'),
      ],
    }
    for (const [where, steps] of Object.entries(attempts)) {
      database.execute(`CREATE TEMP TRIGGER fault BEFORE ${where} BEGIN SELECT RAISE(ABORT, 'injected'); END`)
      for (const step of steps) {
        await assert.rejects(step(), /injected/, where)
        assert.deepEqual(contents(database), before)
      }
      database.execute('DROP TRIGGER fault')
    }
    assert.ok(await deployments.finish(record, succeeded, standing, messages))
  })

  test('names a full disk, keeps what was there, and goes on when there is space again', async t => {
    const { database, deployments } = await shopOn(t)
    const logs = createLogStore(database)
    await deployments.request(sampleDraft('d1'))
    database.execute(`PRAGMA max_page_count = ${database.get('PRAGMA page_count')?.page_count}`)
    const noise = sampleLines(1, 400).map(line => ({ ...line, text: crypto.randomUUID().repeat(20) }))
    await assert.rejects(logs.append('d1', noise), { code: 'disk_full' })
    assert.equal(await logs.last('d1'), 0)
    const large = { why: crypto.randomUUID().repeat(5_000) }
    await assert.rejects(deployments.request(sampleDraft('d2', large)), { code: 'disk_full' })
    assert.equal((await deployments.find('shop', 'dev', 1))?.id, 'd1')
    database.execute('PRAGMA max_page_count = 1000000')
    await logs.append('d1', noise)
    assert.equal((await deployments.request(sampleDraft('d2', large)))?.deployment.number, 2)
  })

  test('names a database that another process locks, goes on reading, and writes again when it is free', async t => {
    const { database, deployments } = await shopOn(t)
    // A server waits ten seconds the first time.
    database.execute('PRAGMA busy_timeout = 20')
    const other = new DatabaseSync(database.path)
    t.after(() => other.close())
    other.exec('BEGIN IMMEDIATE')
    for (let asked = 0; asked < 2; asked++)
      await assert.rejects(deployments.request(sampleDraft('d1')), { code: 'database_busy' })
    assert.deepEqual(await deployments.open(), [])
    other.exec('ROLLBACK')
    assert.equal((await deployments.request(sampleDraft('d1')))?.deployment.number, 1)
  })

  test('names a database that can only be read, and goes on reading', async t => {
    const { database, deployments } = await shopOn(t)
    await deployments.request(sampleDraft('d1'))
    database.execute('PRAGMA query_only = ON')
    await assert.rejects(deployments.request(sampleDraft('d2')), { code: 'database_unreadable' })
    await assert.rejects(deployments.claimNext(sampleClaim()), { code: 'database_unreadable' })
    assert.deepEqual(
      (await deployments.open()).map(one => one.id),
      ['d1'],
    )
  })

  test('costs the same however long the history: every statement finds its rows by an index, in order', async t => {
    const { database, deployments } = await shopOn(t)
    const logs = createLogStore(database)
    for (let n = 1; n <= 4; n++) await deployments.request(samplePush(`d${n}`, n))
    const record = (await deployments.claimNext(sampleClaim({ limit: 3 }))) ?? assert.fail()
    await deployments.finish((await deployments.update(record, { lastSeq: 1 })) ?? record, succeeded, null)
    await deployments.find('shop', 'dev', 'latest')
    await deployments.find('shop', 'dev', 1)
    await deployments.open()
    for (const environment of [undefined, 'dev']) {
      for (const before of [undefined, 'd3']) {
        await deployments.list({ app: 'shop', environment, before, limit: 2 })
        await deployments.list({ app: 'shop', environment, before, state: 'succeeded', limit: 2 })
        await deployments.list({ app: 'shop', environment, before, kind: 'push', limit: 2 })
        await deployments.list({ app: 'shop', environment, before, commit: 'c', limit: 2 })
        await deployments.list({ app: 'shop', environment, before, commit: 'c', state: 'succeeded', limit: 2 })
      }
    }
    await logs.append('d1', sampleLines(1, 2))
    await logs.read('d1', 1, 10)
    await logs.remove('d1')
    await createOutbox(database).take(1, 2, 3)
    const asked = database.statements.filter(sql => /^(SELECT|UPDATE|DELETE)/.test(sql) && !sql.includes('FROM outbox'))
    assert.ok(asked.length > 20)
    for (const sql of asked) {
      const nulls = Array.from(sql.matchAll(/\?/g), () => null)
      const plan = database.all(`EXPLAIN QUERY PLAN ${sql}`, ...nulls).map(step => String(step.detail))
      const slow = plan.filter(step => /TEMP B-TREE|SCAN/.test(step) && !step.includes('INDEX deployments_open'))
      assert.deepEqual(slow, [], sql)
      const used = plan.join('\n').replaceAll(' ', '')
      for (const [, column] of sql.matchAll(/ (?<!SET .*)(app|environment|state|kind|commit_id|number|id) = \?/g)) {
        assert.ok(used.includes(`${column}=?`), `${sql} does not use ${column}`)
      }
    }
  })
})
