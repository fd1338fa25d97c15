import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const page = 'docs/reliability.md'

test('every promise of docs/reliability.md names tests that there are', () => {
  const rows = readFileSync(page, 'utf8')
    .split('\n')
    .filter(line => /^\| (?!fault \|)/.test(line))
  assert.ok(rows.length > 15, `${rows.length} faults`)
  for (const row of rows) {
    const shown = [...(row.split(' | ')[2] ?? '').matchAll(/`([^`]+)`: \*([^*]+)\*/g)]
    assert.ok(shown.length > 0, `no test shows this: ${row}`)
    for (const [, file = '', name = ''] of shown) {
      assert.ok(existsSync(file), `${page} names ${file}, which is gone`)
      assert.ok(readFileSync(file, 'utf8').includes(name), `${file} has no test “${name}”`)
    }
  }
})
