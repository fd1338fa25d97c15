import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { template } from './testing/template.ts'

const page = readFileSync(new URL('../docs/aws.md', import.meta.url), 'utf8')
const [, list = ''] = /^### What is in the stack, and why$(.*?)^##/ms.exec(page) ?? []
const rows = [...list.matchAll(/^\| `(AWS::[\w:]+)` \| (\d+) \| (.+) \|$/gm)]

/** By the role of the template, as the page calls whoever has it. */
const holders: Record<string, string[]> = {
  ControlAnswering: ['http'],
  ControlWorking: ['worker'],
  ControlRole: ['door'],
  ControlWatching: ['live'],
  BuildMachineExecutionRole: ['ECS'],
}

test('docs/aws.md says of every permission what it is for, and of no other', () => {
  const [, table = ''] = /^\| whose \| may \|.*?\n\|[-|]+\n(.*?)\n\n/ms.exec(page) ?? []
  const told = table.split('\n').flatMap(row => {
    const [, whose = '', may = ''] = row.split('|')
    return whose
      .split(',')
      .flatMap(one =>
        [...may.matchAll(/`([\w-]+:\w+)`/g)].map(([, action]) => `${one.replaceAll('`', '').trim()} ${action}`),
      )
  })
  const given = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => {
    const [name] = Object.keys(holders).filter(one => Properties.Roles[0].Ref.startsWith(one))
    const actions = Properties.PolicyDocument.Statement.flatMap((one: { Action: string | string[] }) => one.Action)
    return (holders[name ?? ''] ?? [`nobody known, ${name},`]).flatMap(who =>
      actions.map((action: string) => `${who} ${action}`),
    )
  })
  assert.deepEqual([...new Set(told)].sort(), [...new Set(given)].sort())
})

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
