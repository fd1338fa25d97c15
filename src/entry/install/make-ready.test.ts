import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Answers, fakeCloudFormation, stackXml } from '../../runner/cdk/testing/fake-cloudformation.ts'
import { makeReady } from './make-ready.ts'

/** @param states of the stack, one a look; null: gone */
async function ready(t: TestContext, states: (string | null)[], answers: Answers = {}, isProtected = false) {
  const left = [...states]
  const cloud = await fakeCloudFormation({
    DescribeStacks: () => {
      const state = left.length > 1 ? left.shift() : left[0]
      return state ? stackXml('trellis', state, {}, isProtected) : '<Stacks/>'
    },
    ListStackResources: () => '<StackResourceSummaries/>',
    DeleteStack: () => '',
    ContinueUpdateRollback: () => '',
    UpdateTerminationProtection: () => '',
    ...answers,
  })
  t.after(() => cloud.close())
  const said: string[] = []
  await makeReady(cloud.session, 'trellis', line => said.push(line))
  return { said: said.join(), changed: cloud.calls.filter(one => !/^(Describe|List|Get)/.test(one)) }
}

test('a stack that stands, or is not there, is left as it is', async t => {
  for (const state of ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS', null]) {
    assert.deepEqual(await ready(t, [state]), { said: '', changed: [] }, String(state))
  }
})

test('an attempt that was interrupted, and goes on in CloudFormation, is waited for', async t => {
  const { said, changed } = await ready(t, ['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE'])
  assert.match(said, /CREATE_IN_PROGRESS/)
  assert.deepEqual(changed, [])
  assert.deepEqual((await ready(t, ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'])).changed, [])
})

test('what a failed attempt or a half-done removal left is removed first', async t => {
  for (const state of ['ROLLBACK_COMPLETE', 'CREATE_FAILED', 'DELETE_FAILED']) {
    const { said, changed } = await ready(t, [state, 'DELETE_COMPLETE'])
    assert.match(said, new RegExp(state))
    assert.deepEqual(changed, ['DeleteStack'])
  }
  assert.deepEqual((await ready(t, ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'DELETE_COMPLETE'])).changed, [
    'DeleteStack',
  ])
})

test('what was left is removed though it is protected from termination, and what stands keeps its protection', async t => {
  const { changed } = await ready(t, ['ROLLBACK_COMPLETE', 'DELETE_COMPLETE'], {}, true)
  assert.deepEqual(changed, ['UpdateTerminationProtection', 'DeleteStack'])
  assert.deepEqual((await ready(t, ['UPDATE_ROLLBACK_COMPLETE'], {}, true)).changed, [])
})

test('a rollback that got stuck is finished, and told of when it cannot be', async t => {
  const { changed } = await ready(t, ['UPDATE_ROLLBACK_FAILED', 'UPDATE_ROLLBACK_COMPLETE'])
  assert.deepEqual(changed, ['ContinueUpdateRollback'])
  await assert.rejects(ready(t, ['UPDATE_ROLLBACK_FAILED']), { code: 'installation_failed', message: /stuck/ })
})
