import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rootHooks } from './hooks.ts'

const hooks = (...names: string[]) => rootHooks({ scripts: Object.fromEntries(names.map(name => [name, 'true'])) })

test('scripts that an install runs are started once each', () => {
  assert.deepEqual(hooks('test', 'build'), [])
  assert.deepEqual(hooks('postinstall'), ['postinstall'])
  // `npm run install` runs all three, as `npm run prepare` does.
  assert.deepEqual(hooks('preinstall', 'install', 'postinstall'), ['install'])
  assert.deepEqual(hooks('preinstall', 'postinstall', 'preprepare', 'prepare'), [
    'preinstall',
    'postinstall',
    'prepare',
  ])
})
