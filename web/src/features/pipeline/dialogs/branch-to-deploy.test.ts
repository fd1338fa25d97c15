import assert from 'node:assert/strict'
import { test } from 'node:test'
import { branchToDeploy } from './branch-to-deploy.ts'

test('a branch that an environment follows is deployed from, unless another one is chosen', () => {
  const known = ['main', 'release']
  assert.deepEqual(branchToDeploy(null, 'release', 'main', known), { branch: 'release', missing: null })
  assert.deepEqual(branchToDeploy('main', 'release', 'main', known), { branch: 'main', missing: null })
  assert.deepEqual(branchToDeploy(null, null, 'main', known), { branch: 'main', missing: null })
})

test('a branch that is not there is said to be missing, and another one is shown instead', () => {
  assert.deepEqual(branchToDeploy(null, 'relase', 'main', ['gifts', 'main']), { branch: 'main', missing: 'relase' })
  assert.deepEqual(branchToDeploy('gifts', 'relase', 'main', ['gifts', 'main']), { branch: 'gifts', missing: 'relase' })
  assert.deepEqual(branchToDeploy(null, 'relase', 'main', ['gifts']), { branch: 'gifts', missing: 'relase' })
})

test('as long as the branches are not known, or there are none, nothing is called missing', () => {
  for (const branches of [undefined, []])
    assert.deepEqual(branchToDeploy(null, 'relase', 'main', branches), { branch: 'relase', missing: null })
})
