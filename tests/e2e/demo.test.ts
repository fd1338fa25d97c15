import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Cli } from '../support/pipeline/cli.ts'
import { processesIn } from '../support/pipeline/processes-in.ts'
import { until } from '../support/pipeline/until.ts'

interface Document {
  steps: { name: string; ok: boolean; ms: number; detail: string }[]
}

/** What the walk must claim, in this order, whatever stands between. */
const claims = [
  /emulator/i,
  /first push is tested/,
  /promote v1 .*staging/i,
  /promote v1 .*production/i,
  /push v2/i,
  /promote v2 .*production/i,
  /roll production back/i,
  /failing test/,
  /stack that fails/,
  /tear all down/i,
]

test('the demo exits 0, every claim holds, and nothing is left of it', async t => {
  // Of its own, since others may run a demo at the same time.
  const folder = mkdtempSync(join(tmpdir(), 'trellis-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const { code, out, err } = await new Cli({ TMPDIR: folder }).run(['demo', '--json'])
  const { steps } = JSON.parse(out) as Document
  assert.deepEqual(Object.keys(JSON.parse(out)), ['steps'])
  assert.equal(code, 0, JSON.stringify(steps.at(-1)) + err)
  for (const step of steps) {
    assert.deepEqual(Object.keys(step).sort(), ['detail', 'ms', 'name', 'ok'])
    assert.deepEqual([step.ok, typeof step.detail, step.ms >= 0], [true, 'string', true], step.name)
  }
  let at = -1
  for (const claim of claims) {
    const found = steps.findIndex((step, index) => index > at && claim.test(step.name))
    assert.ok(found > at, `the demo shows ${claim}, after: ${steps[at]?.name}`)
    at = found
  }
  await until('the processes of the demo to be gone', () => processesIn(folder).length === 0)
  // Node keeps a cache of compiled code there.
  const left = readdirSync(folder).filter(name => name.startsWith('trellis-'))
  assert.deepEqual(left, [], 'its folders are removed')
})
