import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from './isolation.ts'
import { sandboxIsolation } from './sandbox.ts'

// `false` in place of bubblewrap: what is refused does not get as far as that.
const { run } = sandboxIsolation({
  bwrap: '/bin/false',
  cookie: 'TRELLIS_JOB=x',
  writable: [],
  tmp: '/tmp',
  readable: [],
  hide: [],
  trial: '/tmp',
})
const good: Command = { argv: ['true'], cwd: '/', env: { A: 'b' } }
const exit = (changes: Partial<Command>) => run({ ...good, ...changes }, new AbortController().signal).ended
const injected = 'x\0--bind\0/\0/host'

test('an argument of the user’s cannot become one of bubblewrap’s', async () => {
  assert.equal((await exit({})).code, 1)
  for (const changes of [{ env: { KEY: injected } }, { env: { [injected]: 'x' } }, { cwd: injected }]) {
    const { code, problem } = await exit(changes)
    assert.equal(code, null)
    assert.match(problem ?? '', /contains a NUL character$/)
    assert.ok(!problem?.includes('\0') && !problem?.includes('/host/'))
  }
  assert.match((await exit({ argv: ['true', injected] })).problem ?? '', /NUL/)
})
