import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRefs } from './read-refs.ts'

const a = 'a'.repeat(40)
const b = 'b'.repeat(40)
const read = (...lines: string[]) => readRefs(lines.join('\n'), '/r')

test('only branches, by their exact names', () => {
  const { heads, defaultBranch } = read(
    `ref: refs/heads/main\tHEAD`,
    `${a}\tHEAD`,
    `${b}\trefs/heads/hotfix/main`,
    `${a}\trefs/heads/main`,
    `ref: refs/remotes/origin/main\trefs/remotes/origin/HEAD`,
    `${b}\trefs/remotes/origin/HEAD`,
    `${b}\trefs/remotes/x/refs/heads/trap`,
  )
  assert.deepEqual(Object.fromEntries(heads), { 'hotfix/main': b, main: a })
  assert.equal(defaultBranch, 'main')
})

test('an empty repository has no branch at all', () => {
  assert.deepEqual(read(''), { heads: new Map(), defaultBranch: null })
})

const guesses: [why: string, lines: string[], expected: string | null][] = [
  ['the branch at a detached HEAD', [`${b}\tHEAD`, `${a}\trefs/heads/main`, `${b}\trefs/heads/release`], 'release'],
  ['a usual name', [`${a}\trefs/heads/dev`, `${b}\trefs/heads/master`], 'master'],
  ['the only branch', [`${a}\trefs/heads/dev`], 'dev'],
  ['none rather than any', [`${a}\trefs/heads/dev`, `${b}\trefs/heads/trunk`], null],
]
for (const [why, lines, expected] of guesses) {
  test(`a HEAD that names no branch: ${why}`, () => assert.equal(read(...lines).defaultBranch, expected))
}

test('SHA-256 ids are refused by name', () => {
  assert.throws(() => read(`${'c'.repeat(64)}\trefs/heads/main`), { code: 'invalid_repository', message: /SHA-256/ })
})
