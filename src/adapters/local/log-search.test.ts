import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { LogSearch } from '../../core/ports/log-store.ts'
import { createLogStore } from './log-store.ts'
import { openDatabase } from './open-database.ts'
import { noLog } from './shared-sync.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-log-search-'))
const database = openDatabase(join(folder, 'trellis.db'), undefined, noLog)
const logs = createLogStore(database)
after(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const fill = (deployment: string, count: number) =>
  logs.append(
    deployment,
    Array.from({ length: count }, (_, index) => ({
      seq: index + 1,
      at: '2026-11-27T12:00:00.000Z',
      phase: 'deploy' as const,
      stream: 'out' as const,
      text: index % 10_000 === 9_999 ? 'ready' : `step ${index + 1}`,
    })),
  )
const find = (deployment: string, wish: Partial<LogSearch>) =>
  logs.search(deployment, { query: 'ready', from: 1, direction: 'forward', limit: 10, ...wish })

test('what lies in many parts of a long log is found in order, from either end, by several at once', async () => {
  await fill('long', 70_000)
  const [forward, backward, part] = await Promise.all([
    find('long', {}),
    find('long', { direction: 'backward', from: 70_000 }),
    find('long', { from: 10_001, limit: 2 }),
  ])
  const seqs = [1, 2, 3, 4, 5, 6, 7].map(n => n * 10_000)
  assert.deepEqual(
    forward.matches.map(({ seq }) => seq),
    seqs,
  )
  assert.deepEqual(
    backward.matches.map(({ seq }) => seq),
    seqs.toReversed(),
  )
  assert.deepEqual(part, {
    matches: [
      { seq: 20_000, phase: 'deploy' },
      { seq: 30_000, phase: 'deploy' },
    ],
    next: 30_001,
  })
})

test('a part that cannot be read fails the search that meets it, and no other', async () => {
  await fill('spoilt', 10)
  database.run("UPDATE log_chunks SET lines = x'00' WHERE deployment = 'spoilt'")
  await fill('whole', 10_000)
  const [spoilt, whole] = await Promise.allSettled([find('spoilt', {}), find('whole', {})])
  assert.equal(spoilt.status, 'rejected')
  assert.ok(whole.status === 'fulfilled' && whole.value.matches[0]?.seq === 10_000)
})
