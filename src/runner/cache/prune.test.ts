import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { processIsolation } from '../isolation/process.ts'
import { pruneAll } from './prune.ts'

const cache = mkdtempSync(join(tmpdir(), 'trellis-prune-'))
after(() => rmSync(cache, { recursive: true }))
const job = {
  isolation: processIsolation({ cookie: 'TRELLIS_JOB=prune', tmp: cache }),
  signal: new AbortController().signal,
}
const kilobytes = 1024
const hoursAgo = (hours: number): number => Date.now() / 1000 - hours * 3_600

function file(path: string, usedHoursAgo: number): void {
  const whole = join(cache, path)
  mkdirSync(join(whole, '..'), { recursive: true })
  writeFileSync(whole, 'x'.repeat(100 * kilobytes))
  for (const each of [whole, join(whole, '..')]) utimesSync(each, hoursAgo(usedHoursAgo), hoursAgo(usedHoursAgo))
}
const names = (folder: string): string[] => readdirSync(join(cache, folder), { recursive: true }).map(String).sort()

test('every kind of cache shrinks to its size, what was used last stays', async () => {
  for (const [name, hours] of [
    ['old', 50],
    ['older', 90],
    ['new', 1],
  ] as const)
    file(`paths/${name}/file`, hours)
  for (const [name, hours] of [
    ['old', 50],
    ['ancient', 900],
    ['new', 0],
  ] as const)
    file(`npm/${name}`, hours)
  file('deps/.draft-killed/0', 48)
  file('deps/.draft-at-work/0', 0)
  file('paths/new.gone-killed/file', 48)
  await pruneAll(job, cache, { deps: 0, paths: 150 * kilobytes, spares: 0, tools: 0, npm: 250 * kilobytes })
  assert.deepEqual(names('paths'), ['new', 'new/file'])
  assert.deepEqual(names('npm'), ['new', 'old'])
  assert.deepEqual(readdirSync(join(cache, 'deps')), ['.draft-at-work'])
  await pruneAll(job, cache, { deps: 0, paths: 1024 ** 3, spares: 0, tools: 0, npm: 0 })
  // A file of the last hour may be one that npm is writing.
  assert.deepEqual(names('npm'), ['new'])
  assert.ok(existsSync(join(cache, 'paths/new/file')))
})
