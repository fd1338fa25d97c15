import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ApiError } from '../../../src/client/api-error.ts'
import { readOnly } from '../../support/mount.ts'
import { ended, inPhase, statusOf } from '../running.ts'
import { shop } from '../shop.ts'
import type { World } from '../world.ts'
import type { Fault } from './fault.ts'

const environment = 'development'
const params = { app: shop, environment }
const databaseOf = ({ home }: World): string => join(home, 'trellis.db')

const refusedAs = (code: string) => (error: unknown) => {
  assert.ok(error instanceof ApiError, String(error))
  assert.deepEqual([error.status, error.code], [503, code])
  return true
}

const deploy = ({ client }: World) => client.call('deploy', { params, body: { branch: 'main' } })

async function lock(world: World): Promise<void> {
  const commit = world.commit('main', { version: 'while locked', test: 1_000, deploy: 1_000 })
  await world.ring()
  await inPhase(world, { environment, commit }, 'test')
  const other = new DatabaseSync(databaseOf(world), { timeout: 10_000 })
  try {
    other.exec('BEGIN IMMEDIATE')
    world.tell('the database is locked')
    await assert.rejects(deploy(world), refusedAs('database_busy'))
    // It goes on answering, and says what it knows.
    const asked = performance.now()
    assert.equal((await statusOf(world, environment)).status, 'deploying')
    world.tell(`status took ${Math.round(performance.now() - asked)} ms`)
    await assert.rejects(deploy(world), refusedAs('database_busy'))
  } finally {
    other.close()
    world.tell('the database is free')
  }
  const { state, failure } = await ended(world, { environment, commit })
  assert.equal(state, 'succeeded', failure?.message)
}

/** All records of a database file and the log that lies there now, as text; looked at elsewhere. Null: SQLite cannot read them. */
async function rowsOf(world: World, file: Buffer): Promise<string | null> {
  const folder = await mkdtemp(join(world.folder, 'rows-'))
  const path = join(folder, 'trellis.db')
  writeFileSync(path, file)
  copyFileSync(`${databaseOf(world)}-wal`, `${path}-wal`)
  try {
    using database = new DatabaseSync(path)
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
    return JSON.stringify(
      tables.map(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all()),
      (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value),
    )
  } catch {
    return null
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The copy is what nobody has in earnest: it shows that with it nothing is lost that was accepted before the cut. */
async function truncate(world: World): Promise<void> {
  const commit = world.commit('main', { version: 'while cut short', test: 1_000, deploy: 1_000 })
  await world.ring()
  await inPhase(world, { environment, commit }, 'test')
  const path = databaseOf(world)
  const copy = readFileSync(path)
  // SQLite itself would move its log into a file that lacks little, and refuse one that lacks much.
  const length = world.chance.pick([copy.length - 8_192, Math.floor(copy.length / 2)])
  truncateSync(path, length)
  const before = readFileSync(path)
  world.tell(`the database is cut short, to ${length} of ${copy.length} bytes`)
  const answer = await deploy(world).catch((error: unknown) => error)
  assert.ok(answer instanceof ApiError, `accepted: ${JSON.stringify(answer)}`)
  // It may have ended already.
  if (answer.status !== 0) refusedAs('database_unreadable')(answer)
  assert.equal(await world.server.ended(), 3)
  await world.down()
  const [whole, left] = [await rowsOf(world, copy), await rowsOf(world, before)]
  const refusal = await world.up().catch((error: unknown) => error)
  if (refusal !== undefined) {
    assert.match(String(refusal), /database_unreadable|cannot be used/)
    assert.ok(readFileSync(path).equals(before), 'what is damaged was touched')
    writeFileSync(path, copy)
    await world.up()
  } else {
    world.tell('it starts, since what was cut off stands in the log as well')
    assert.equal(left, whole, 'records are gone')
  }
  const { state, failure } = await ended(world, { environment, commit })
  assert.equal(state, 'succeeded', failure?.message)
}

async function forbidWriting(world: World): Promise<void> {
  const { status } = await statusOf(world, environment)
  await world.down()
  await world.up({ within: readOnly(databaseOf(world)) })
  world.tell('the database can only be read')
  assert.equal((await statusOf(world, environment)).status, status)
  await assert.rejects(deploy(world), refusedAs('database_unreadable'))
  await world.down()
  await world.up()
}

export const databaseFaults: readonly Fault[] = [
  { name: 'a database that another process locks in mid-build', play: lock },
  { name: 'a database file that is cut short under the server', play: truncate },
  { name: 'a database file that can only be read', play: forbidWriting },
]
