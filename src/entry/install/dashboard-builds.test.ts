import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow, outdated } from './dashboard-builds.ts'

test('the build before stays beside the newest, however often that is uploaded, and what is older goes', () => {
  let builds = follow({ newest: [], before: [] }, ['assets/a.js', 'index.html'])
  builds = follow(builds, ['assets/b.js', 'index.html'])
  builds = follow(builds, ['assets/b.js', 'index.html'])
  const there = ['assets/0.js', 'assets/a.js', 'assets/b.js', 'files.json', 'index.html']
  assert.deepEqual(outdated(there, builds), ['assets/0.js'])
  builds = follow(builds, ['assets/c.js', 'index.html'])
  assert.deepEqual(outdated(there, builds), ['assets/0.js', 'assets/a.js'])
})
