import assert from 'node:assert/strict'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { JobTraces } from './job-runner-traces.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-traces-'))
after(() => rmSync(folder, { recursive: true }))
const traces = new JobTraces(folder)
const pathOf = (name: string): string => join(folder, `${name}.log`)

test('an empty trace goes, a long one keeps both ends', () => {
  closeSync(traces.open('empty'))
  traces.settle('empty')
  assert.ok(!existsSync(pathOf('empty')))
  writeFileSync(pathOf('long'), `first${'x'.repeat(1_000_000)}last`)
  traces.settle('long')
  const kept = readFileSync(pathOf('long'), 'utf8')
  assert.ok(kept.length < 70_000 && kept.startsWith('first') && kept.endsWith('last'))
  assert.match(kept, /bytes left out/)
  traces.settle('never-was')
})

test('the newest are kept, whatever else lies beside them', () => {
  for (let at = 0; at < 60; at++) {
    writeFileSync(pathOf(`job-${at}`), 'x')
    utimesSync(pathOf(`job-${at}`), at, at)
  }
  writeFileSync(join(folder, 'job-1.json'), '{}')
  traces.settle('job-59')
  const kept = readdirSync(folder).filter(name => name.endsWith('.log'))
  assert.equal(kept.length, 50)
  assert.ok(kept.includes('job-59.log') && !kept.includes('job-0.log'))
  assert.ok(existsSync(join(folder, 'job-1.json')))
})
