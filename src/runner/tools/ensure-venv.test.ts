import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ensureVenv } from './ensure-venv.ts'

/** @param failing how commands begin that fail */
async function on(name: 'user' | 'process' | 'sandbox' | 'container', ...failing: string[]) {
  const calls: string[] = []
  const said: string[] = []
  const journal = { say: (line: string) => said.push(line) }
  await ensureVenv({ isolation: { name }, journal, signal: new AbortController().signal }, async (program, args) => {
    const call = [program, ...args].join(' ')
    calls.push(call)
    if (failing.some(one => call.startsWith(one))) throw new Error(`${program} failed`)
  })
  return {
    installed: calls.some(one => / install .*python3-venv$/.test(one)),
    calls: calls.length,
    said: said.join('\n'),
  }
}

test('a build machine whose Python makes no virtual environments is given what is missing, and one that has it nothing', async () => {
  const lacking = await on('user', 'python3')
  assert.ok(lacking.installed)
  assert.match(lacking.said, /Installing python3-venv/)
  assert.deepEqual(await on('user'), { installed: false, calls: 1, said: '' })
})

test('nothing is installed into a machine that is not there for one job alone', async () => {
  for (const name of ['process', 'sandbox', 'container'] as const) {
    assert.deepEqual(await on(name, 'python3'), { installed: false, calls: 0, said: '' }, name)
  }
})

test('where it cannot be had the log says why, and the step itself fails', async () => {
  assert.match((await on('user', 'python3', 'apt-get -qq update')).said, /could not be installed: apt-get failed/)
  const notDebian = await on('user', 'python3', 'apt-get')
  assert.deepEqual([notDebian.installed, notDebian.said], [false, ''])
})
