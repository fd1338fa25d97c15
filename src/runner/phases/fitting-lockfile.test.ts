import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plan } from '../../frameworks/plan.ts'
import type { Reader } from '../../frameworks/reader.ts'
import { JobFailed } from '../job/phase.ts'
import { withFittingLockfile } from './fitting-lockfile.ts'

const packages = { folder: 'shop', lockfile: 'yarn.lock' } as Plan['packages']

/** What becomes of it when the command leaves the lockfile as `after`. */
async function run(argv: string[], before: string, after: string): Promise<unknown> {
  let text = before
  const tree: Reader = {
    exists: async () => true,
    read: async path => (path === 'shop/yarn.lock' ? text : undefined),
    list: async () => [],
  }
  return withFittingLockfile(tree, { packages }, { phase: 'install', cwd: 'shop', argv }, async () => {
    text = after
  })
}

test('a lockfile that had to be changed does not fit, and ends the install', async () => {
  const update = ['yarn', 'install', '--mode=update-lockfile']
  await run(update, 'a\n', 'a\n')
  await run(update, 'a\r\n', 'a\n')
  await assert.rejects(run(update, 'a\n', 'b\n'), error => {
    assert.ok(error instanceof JobFailed)
    assert.equal(error.failure.code, 'install_failed')
    assert.match(error.failure.message, /^yarn\.lock does not fit package\.json/)
    return true
  })
  await run(['make'], 'a\n', 'b\n')
})
