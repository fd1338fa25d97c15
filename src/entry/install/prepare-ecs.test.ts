import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fakeCloudFormation } from '../../runner/cdk/testing/fake-cloudformation.ts'
import { isFirstOfEcs, prepareEcs } from './prepare-ecs.ts'

/** What is said of the role of ECS, in an account that answers so when it is asked for. */
async function prepared(t: TestContext, answer: (service: string | null) => string): Promise<string[]> {
  const fake = await fakeCloudFormation({ CreateServiceLinkedRole: input => answer(input.get('AWSServiceName')) })
  t.after(() => fake.close())
  const said: string[] = []
  await prepareEcs(fake.session.access, line => said.push(line))
  return said
}

const refused = (code: string, message: string) => () => {
  throw Object.assign(new Error(message), { code })
}

test('an account in which nothing ever ran in ECS gets the role of ECS before the first cluster asks for it', async t => {
  const asked: (string | null)[] = []
  const said = await prepared(t, service => {
    asked.push(service)
    return '<Role><RoleName>AWSServiceRoleForECS</RoleName></Role>'
  })
  assert.deepEqual([asked, said], [['ecs.amazonaws.com'], ['Preparing the account for ECS.']])
})

test('where it is there nothing is said, and whoever may not ask for it goes on', async t => {
  const taken = 'Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.'
  assert.deepEqual(await prepared(t, refused('InvalidInput', taken)), [])
  const denied = 'ada is not authorized to perform: iam:CreateServiceLinkedRole'
  assert.deepEqual(await prepared(t, refused('AccessDenied', denied)), [
    `The role of ECS could not be asked for: ${denied}`,
  ])
})

test('a failure of the first cluster of an account is known', () => {
  const said =
    'Resource handler returned message: "Invalid request provided: CreateCluster Invalid Request: Unable to assume the service linked role. Please verify that the ECS service linked role exists.'
  assert.deepEqual([said, 'Quota of VPCs exceeded'].map(isFirstOfEcs), [true, false])
})
