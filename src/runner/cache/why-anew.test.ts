import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry } from './store.ts'
import { whyAnew } from './why-anew.ts'

const parts = {
  'package-lock.json': 'a',
  'package.json': 'b',
  Node: 'c',
  npm: 'd',
  'the variables that an install sees': 'e',
}
const entry = (changes: Record<string, string>, savedAt: string): Entry => ({
  path: '',
  folders: [],
  bytes: 1,
  savedAt,
  parts: { ...parts, ...changes },
})

test('an install anew is explained by what changed since the one that has most in common', () => {
  const entries = [
    entry({ 'package-lock.json': 'x', Node: 'x' }, '2026-11-03T00:00:00.000Z'),
    entry({ 'package-lock.json': 'x' }, '2026-11-02T00:00:00.000Z'),
  ]
  assert.equal(
    whyAnew(parts, entries, false),
    'it differs from the install kept at 2026-11-02T00:00:00.000Z in package-lock.json',
  )
  assert.match(whyAnew({ ...parts, Node: 'x' }, entries, false), /2026-11-03T00:00:00\.000Z in package-lock\.json$/)
  const both = { ...parts, 'the variables that an install sees': 'x', Node: 'y' }
  assert.match(
    whyAnew(both, [entry({}, '2026')], false),
    / in Node and the variables that an install sees\. .*: trellis variables set … --steps test,build,deploy$/,
  )
})

test('the first one is said to be the first, and why a protected environment has none', () => {
  const old: Entry = { path: '', folders: [], bytes: 1, savedAt: '2026' }
  const other = entry({ 'package-lock.json': '1', 'package.json': '2', Node: '3' }, '2026')
  for (const entries of [[], [old], [other]]) assert.equal(whyAnew(parts, entries, false), 'it is the first install')
  assert.match(whyAnew(parts, [], true), /first install for a protected environment.*only what protected ones kept/)
})
