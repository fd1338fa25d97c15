import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plan } from '../../frameworks/plan.ts'
import type { Job } from '../job/job.ts'
import { cacheKey } from './key.ts'

const lockfile = JSON.stringify({ packages: { '': {}, 'packages/a': {}, 'node_modules/b': {} } })
const plan = {
  packages: { manager: 'npm', lockfile: 'package-lock.json', folder: 'app' },
  install: [{ phase: 'install', cwd: 'app', argv: ['npm', 'ci'] }],
} as unknown as Plan
const job = {
  spec: { deployment: { commit: 'c' }, variables: [] },
  surroundings: { npmVersion: '11' },
  path: [],
} as unknown as Job

async function keyOf(files: Record<string, string>): Promise<string> {
  const all: Record<string, string> = {
    'package-lock.json': lockfile,
    'package.json': '{}',
    'packages/a/package.json': '{}',
    ...files,
  }
  const inApp = (path: string): string | undefined =>
    path.startsWith('app/') ? all[path.slice('app/'.length)] : undefined
  const reader = {
    read: async (path: string) => inApp(path),
    exists: async (path: string) => inApp(path) !== undefined,
    list: async () => [],
  }
  const key = await cacheKey(job, plan, reader)
  return typeof key === 'string' ? `refused: ${key}` : 'kept'
}

test('what npm compiles by itself is an install script', async () => {
  assert.equal(await keyOf({}), 'kept')
  assert.equal(await keyOf({ 'packages/b/binding.gyp': '' }), 'kept')
  assert.match(await keyOf({ 'binding.gyp': '' }), /^refused: the package is compiled/)
  assert.match(await keyOf({ 'packages/a/binding.gyp': '' }), /^refused: the workspace packages\/a is compiled/)
  assert.equal(await keyOf({ 'binding.gyp': '', 'package.json': '{"gypfile":false}' }), 'kept')
})
