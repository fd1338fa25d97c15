import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { temporaryFolder } from '../places.ts'
import { dueMessages, requested, sampleEnvironments, sampleLines, withShop } from '../samples.ts'
import { kill, nextLine, startScript } from './processes.ts'

describe('The records of one machine', () => {
  test('hold after a kill -9 at any moment: nothing acknowledged is lost, nothing is half there', async t => {
    const home = temporaryFolder(t)
    const prepared = createLocalStores({ home })
    await withShop(prepared)
    prepared.close()
    let next = 0
    for (const acknowledged of [1, 17, 60]) {
      const { child, lines } = startScript(t, 'write-until-killed.ts', home, String(next))
      for (let n = 0; n < acknowledged; n++) assert.equal(await nextLine(lines), String(next++))
      await kill(child)
      for await (const line of { [Symbol.asyncIterator]: () => lines }) assert.equal(line, String(next++))

      const stores = createLocalStores({ home })
      const all = (await stores.deployments.list({ app: 'shop', limit: 10_000 })).reverse()
      assert.ok(all.length === next || all.length === next + 1, 'at most the one that it was working on')
      for (const [index, record] of all.slice(0, next).entries()) {
        assert.deepEqual([record.id, record.number, record.state], [`d${index}`, index + 1, 'succeeded'])
        assert.deepEqual((await stores.logs.read(record.id, 1, 100)).lines, sampleLines(1, 50))
      }
      const ended = all.filter(record => record.state === 'succeeded').map(record => record.id)
      const messages = (await dueMessages(stores)).map(message => 'deployment' in message && message.deployment)
      assert.deepEqual(messages, ended)
      const { running } = await stores.deployments.environment('shop', 'dev')
      assert.equal(running, all.find(record => record.state === 'running')?.id ?? null)
      for (const record of all.slice(next)) {
        if (record.state === 'queued') await stores.deployments.withdraw(record.id, record.actor, 'now')
      }
      await stores.apps.saveEnvironments('shop', [])
      await stores.apps.saveEnvironments('shop', sampleEnvironments('shop', 'dev'))
      for (const { id } of await stores.outbox.take(0, 0, 10_000)) await stores.outbox.done(id)
      for (const record of all) await stores.logs.remove(record.id)
      next = 0
      stores.close()
    }
  })

  test('are shared by processes at once: each deployment runs once, one an environment, never over the limit', {
    timeout: 60_000,
  }, async t => {
    const home = temporaryFolder(t)
    const marks = join(home, 'marks')
    mkdirSync(marks)
    const stores = createLocalStores({ home })
    await withShop(stores)
    const names = Array.from({ length: 6 }, (_, n) => `env-${n}`)
    await stores.apps.saveEnvironments('shop', sampleEnvironments('shop', ...names))
    for (const environment of names) {
      for (let n = 1; n <= 15; n++) await requested(stores, `${environment}-${n}`, { environment })
    }
    stores.close()
    const workers = Array.from({ length: 4 }, () => startScript(t, 'claim-all.ts', home, marks, '3'))
    for (const { lines } of workers) assert.equal(await nextLine(lines), 'ready')
    for (const { child } of workers) child.stdin.write('go\n')
    // Together, so that one that fails ends the test while the others still wait for it.
    const reports = await Promise.all(workers.map(({ lines }) => nextLine(lines)))
    const done: string[] = reports.flatMap(report => JSON.parse(report))
    const expected = names.flatMap(name => Array.from({ length: 15 }, (_, n) => `${name} ${n + 1} ${n + 1}`))
    assert.deepEqual(done.sort(), expected.sort())
  })

  test('are not held up by the rest of a start that was killed', t => {
    const home = temporaryFolder(t)
    writeFileSync(join(home, 'trellis.db.0123456789ab.new'), 'half')
    writeFileSync(join(home, 'key.0123456789ab.new'), '')
    createLocalStores({ home }).close()
    createLocalStores({ home }).close()
  })
})
