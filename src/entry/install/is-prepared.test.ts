import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fakeCloudFormation, stackXml } from '../../runner/cdk/testing/fake-cloudformation.ts'
import { isPrepared } from './is-prepared.ts'

/** @param stacks the qualifier of each that stands; null: as a very old one, without */
async function prepared(t: TestContext, stacks: Record<string, string | null>) {
  const cloud = await fakeCloudFormation({
    DescribeStacks: input => {
      const name = input.get('StackName') ?? ''
      const qualifier = stacks[name]
      if (qualifier === undefined) return '<Stacks/>'
      const value = `<member><ParameterKey>Qualifier</ParameterKey><ParameterValue>${qualifier}</ParameterValue></member>`
      const parameters = qualifier === null ? '' : `<Parameters>${value}</Parameters>`
      return stackXml(name, 'CREATE_COMPLETE').replace('<Tags>', `${parameters}<Tags>`)
    },
  })
  t.after(() => cloud.close())
  return isPrepared(cloud.session)
}

test('an account is prepared by roles of the name that Trellis is deployed by', async t => {
  assert.equal(await prepared(t, {}), false)
  assert.equal(await prepared(t, { CDKToolkit: 'hnb659fds' }), true)
  assert.equal(await prepared(t, { CDKToolkit: null }), true)
})

test('one whose roles have other names is refused before anything is made, with what prepares it beside them', async t => {
  await assert.rejects(prepared(t, { CDKToolkit: 'acme' }), {
    code: 'account_not_bootstrapped',
    message: /qualifier acme/,
    hint: /--toolkit-stack-name CDKToolkit-hnb659fds/,
  })
  assert.equal(await prepared(t, { CDKToolkit: 'acme', 'CDKToolkit-hnb659fds': 'hnb659fds' }), true)
})
