import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBootstrap } from './check-bootstrap.ts'
import { type Answers, fakeCloudFormation, stackXml } from './testing/fake-cloudformation.ts'

const nothing = '<Stacks/>'
const version =
  '<Outputs><member><OutputKey>BootstrapVersion</OutputKey><OutputValue>21</OutputValue></member></Outputs>'

/** @param all what is told when it is asked for every stack; a stack that is asked for by name is not there, or is refused. */
async function checked(all: string, usual = false): Promise<unknown> {
  const DescribeStacks: Answers[string] = input =>
    input.has('StackName') ? (usual ? stackXml('CDKToolkit', 'CREATE_COMPLETE') : nothing) : all
  const { session, close } = await fakeCloudFormation({ DescribeStacks })
  return checkBootstrap(session)
    .catch((error: unknown) => error)
    .finally(close)
}

test('an account that was never prepared is refused by name and region', async () => {
  const refused = await checked(stackXml('Shop', 'CREATE_COMPLETE'))
  assert.ok(refused instanceof Error && 'failure' in refused)
  assert.partialDeepStrictEqual(refused.failure, { code: 'account_not_bootstrapped' })
  assert.match(refused.message, /111111111111.*eu-central-1/)
})

test('one that was prepared is not, whatever its toolkit stack is called', async () => {
  assert.equal(await checked(nothing, true), undefined)
  const own = stackXml('OurOwnToolkit', 'CREATE_COMPLETE').replace('<Tags>', `${version}<Tags>`)
  assert.equal(await checked(own), undefined)
})

test('where nobody may look, nothing is said', async () => {
  const { session, close } = await fakeCloudFormation({})
  await checkBootstrap(session).finally(close)
})
