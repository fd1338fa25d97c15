import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { containerOrder, unnameable } from './container-order.ts'

const show = `"$0" -e 'console.log(JSON.stringify([process.argv.slice(1), process.env.VALUE]))' -- "$@"`

/** What a shell makes of it. */
function made(argv: [string, ...string[]], value: string): unknown {
  const order = containerOrder({ argv, cwd: '/a folder', env: { VALUE: value } }, 'MARK')
  assert.ok(order.endsWith('\nMARK\n'))
  const script = `${order.slice(0, -'MARK\n'.length)}\n${show}`
  return JSON.parse(execFileSync('sh', ['-c', script, process.execPath], { encoding: 'utf8' }))
}

test('arguments and values come through a shell as they are, whatever stands in them', () => {
  const odd = `it's "$HOME" \`id\` \\ $(id)\n; exit 1 # *`
  assert.deepEqual(made(['sh', '-c', odd, '', '-n'], odd), [['/a folder', 'sh', '-c', odd, '', '-n'], odd])
})

test('what no shell takes for a name is found before it gets there', () => {
  assert.equal(unnameable({ env: { A: '', _b2: '' } }), undefined)
  for (const key of ['a-b', 'a b', '2a', '', 'A=$(id)']) assert.equal(unnameable({ env: { [key]: '' } }), key)
})
