import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { migrations } from '../../../src/adapters/local/migrations/all.ts'
import { openDatabase } from '../../../src/adapters/local/open-database.ts'
import { createLocalStores } from '../../../src/adapters/local/stores.ts'
import { temporaryFolder } from '../places.ts'
import { requested, sampleApp, sampleDraft, sampleEnvironment } from '../samples.ts'

test('a home of the first Trellis opens with what it holds: environments without scripts, deployments by person', async t => {
  const home = temporaryFolder(t)
  const path = join(home, 'trellis.db')
  // For the key, without which a database is not opened.
  createLocalStores({ home }).close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })

  const old = openDatabase(path, migrations.slice(0, 1))
  const { beforeDeploy: _, afterDeploy: __, ...settings } = sampleEnvironment('shop', 'dev', 0)
  old.run('INSERT INTO apps (name, record) VALUES (?, ?)', 'shop', JSON.stringify(sampleApp('shop')))
  old.run(
    'INSERT INTO environments (app, name, place, settings) VALUES (?, ?, ?, ?)',
    ...['shop', 'dev', 0, JSON.stringify(settings)],
  )
  const record = { ...sampleDraft('d1'), number: 1, state: 'succeeded', version: 1 }
  old.run(
    `INSERT INTO deployments (id, app, environment, number, kind, commit_id, state, version, record)
     VALUES ('d1', 'shop', 'dev', 1, 'manual', NULL, 'succeeded', 1, ?)`,
    JSON.stringify(record),
  )
  old.close()

  const stores = createLocalStores({ home })
  t.after(() => stores.close())
  assert.deepEqual(await stores.apps.environments('shop'), [sampleEnvironment('shop', 'dev', 0)])
  assert.deepEqual(await stores.deployments.actors(), ['ada'])
  assert.deepEqual(
    (await stores.deployments.list({ actor: 'ada', limit: 5 })).map(one => one.id),
    ['d1'],
  )
  assert.equal((await requested(stores, 'd2')).number, 2)
})
