import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { template } from './testing/template.ts'

const page = readFileSync(new URL('../docs/aws.md', import.meta.url), 'utf8')
const [, list = ''] = /^### What is in the stack, and why$(.*?)^##/ms.exec(page) ?? []
const rows = [...list.matchAll(/^\| `(AWS::[\w:]+)` \| (\d+) \| (.+) \|$/gm)]

test('docs/aws.md justifies every resource of the stack, and no other', () => {
  const counts: Record<string, number> = {}
  for (const { Type } of Object.values(template.toJSON().Resources as Record<string, { Type: string }>)) {
    counts[Type] = (counts[Type] ?? 0) + 1
  }
  const listed = Object.fromEntries(rows.map(([, type, count]) => [type, Number(count)]))
  assert.deepEqual(listed, counts)
  assert.equal(rows.length, Object.keys(listed).length, 'each stands there once')
  for (const [, type, , why = ''] of rows) assert.ok(why.trim().length > 10, `${type} needs a reason`)
})
