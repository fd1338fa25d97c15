import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ada, createWorld } from '../../../tests/support/world/world.ts'
import { addAccount } from './add-account.ts'
import { prepareRole } from './prepare-role.ts'
import { findPrincipal } from './principal.ts'
import { setAccount } from './set-account.ts'
import { targetRoleTemplate } from './target-role-template.ts'

const wish = { region: 'eu-central-1' }
const credentials = { kind: 'role', roleArn: 'arn:aws:iam::123456789012:role/trellis-target-live' } as const

test('a role trusts this Trellis alone, and only with an external id of its own account', async () => {
  const { bare: ports } = createWorld()
  const live = await prepareRole(ports, ada, 'live', wish)
  assert.match(live.roleName, /^trellis-target-live-[0-9a-f]{6}$/)
  assert.equal(live.quickCreateUrl, null, 'there is no place that CloudFormation could read it from')
  assert.deepEqual(live.parameters, {
    RoleName: live.roleName,
    TrellisAccount: '123456789012',
    TrellisPrincipal: 'role/trellis-control',
    ExternalId: live.externalId,
    Access: 'cdk',
  })
  const { Parameters, Resources } = JSON.parse(live.template)
  assert.deepEqual(Object.keys(Parameters), Object.keys(live.parameters))
  for (const [name, value] of Object.entries(live.parameters)) {
    const { AllowedPattern, AllowedValues } = Parameters[name]
    assert.ok(AllowedValues?.includes(value) ?? new RegExp(`^${AllowedPattern}$`).test(value), name)
  }
  const [{ Condition }] = Resources.Role.Properties.AssumeRolePolicyDocument.Statement
  assert.deepEqual(Condition.StringEquals, { 'sts:ExternalId': { Ref: 'ExternalId' } })
  assert.ok(Condition.ArnLike['aws:PrincipalArn'])
  const [{ PolicyDocument }] = Resources.Role.Properties.Policies['Fn::If'][2]
  const permitted = PolicyDocument.Statement.flatMap((one: { Action: string[] }) => one.Action)
  // By them a person is told what a teardown would leave.
  for (const action of ['GetTemplate', 'ListStackResources']) assert.ok(permitted.includes(`cloudformation:${action}`))
  const { externalId } = await prepareRole(ports, ada, 'live', { ...wish, access: 'administrator' })
  assert.equal(externalId, live.externalId)
  const elsewhere = { ...ports, installation: async () => 'another' }
  for (const other of [await prepareRole(ports, ada, 'test', wish), await prepareRole(elsewhere, ada, 'live', wish)]) {
    assert.notEqual(other.externalId, externalId)
    assert.notEqual(other.roleName, live.roleName, 'both may be made in one AWS account')
  }
})

test('of the role for the CDK everything that changes something is for stacks of its account, and questions alone for any', () => {
  const [cdk] = Object.values(targetRoleTemplate.Resources.Role.Properties.Policies['Fn::If'][2] ?? [])
  const statements = (cdk as { PolicyDocument: { Statement: { Action: string[]; Resource: unknown }[] } })
    .PolicyDocument.Statement
  assert.equal(statements.length, 3)
  for (const { Action, Resource } of statements) {
    for (const action of Action) {
      assert.ok(!action.includes('*'), action)
      if (Resource === '*') assert.match(action, /:(Describe|List)/)
      else assert.match(JSON.stringify(Resource), /"Ref":"AWS::AccountId"/, action)
    }
  }
})

test('nobody can be let in but one principal of the account that Trellis runs in', () => {
  const { AllowedPattern } = targetRoleTemplate.Parameters.TrellisPrincipal
  const isAllowed = (principal: string) => new RegExp(`^(?:${AllowedPattern})$`).test(principal)
  for (const one of ['role/control', 'role/teams/control', 'user/teams/ada@x.org', 'root'])
    assert.ok(isAllowed(one), one)
  assert.ok(isAllowed(findPrincipal('arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_0a/ada@x.org').principal))
  for (const many of [
    '*',
    'role/*',
    'role/con*',
    'user/*',
    'role/aws-reserved/*',
    'role/aws-reserved/*/*',
    'root/*',
    '',
  ])
    assert.ok(!isAllowed(many), many)
})

test('where CloudFormation can read the template, a link opens it with everything filled in', async () => {
  const { bare: ports, targets } = createWorld()
  targets.templates = 'https://bucket.s3.amazonaws.com/t.json?X-Amz-Signature=a%2Bb&x=1'
  const { quickCreateUrl, parameters } = await prepareRole(ports, ada, 'live', { ...wish, access: 'administrator' })
  const url = new URL(quickCreateUrl ?? '')
  assert.equal(url.host, 'eu-central-1.console.aws.amazon.com')
  assert.match(url.hash, /^#\/stacks\/quickcreate\?/)
  const filled = Object.fromEntries(new URLSearchParams(url.hash.split('?').slice(1).join('?')))
  const named = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`param_${name}`, value]))
  assert.deepEqual(filled, { templateURL: targets.templates, stackName: parameters.RoleName, ...named })
})

test('without credentials of its own Trellis can assume nothing, and says so', async () => {
  const { bare: ports, targets } = createWorld()
  targets.problem = 'credentials_missing'
  await assert.rejects(prepareRole(ports, ada, 'live', wish), { code: 'credentials_missing' })
})

test('an account by a role says the external id that was made for it, however it got the role', async () => {
  const { bare: ports, targets } = createWorld()
  const { externalId } = await prepareRole(ports, ada, 'live', wish)
  const added = await addAccount(ports, ada, { name: 'live', ...wish, credentials })
  assert.deepEqual([added.credentials, added.warnings], [{ ...credentials, externalId }, []])
  await addAccount(ports, ada, { name: 'other', ...wish })
  const set = await setAccount(ports, ada, 'other', { credentials })
  assert.notEqual(set.credentials.externalId, externalId)
  targets.trusting = true
  const trusting = await setAccount(ports, ada, 'live', { credentials })
  assert.match(trusting.warnings.join(), new RegExp(`without its external id.*${externalId}`))
})

test('a role that does not let Trellis in is told of with the way to make one that does', async () => {
  const { bare: ports, targets } = createWorld()
  targets.problem = 'credentials_missing'
  const hint = /`trellis account role live --region eu-central-1` .* Nothing was added/
  await assert.rejects(addAccount(ports, ada, { name: 'live', ...wish, credentials }), { hint })
})

test('whoever Trellis is to AWS can be trusted: a role, a user, a role of the single sign-on, the owner of the account', () => {
  const names = {
    'arn:aws:sts::1:assumed-role/control/function': 'role/control',
    'arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_0a/ada@x.org': 'role/aws-reserved/*/AWSReservedSSO_Admin_0a',
    'arn:aws-cn:iam::1:user/teams/ada': 'user/teams/ada',
    'arn:aws:iam::1:root': 'root',
  }
  for (const [arn, principal] of Object.entries(names)) assert.equal(findPrincipal(arn).principal, principal)
  assert.equal(findPrincipal('arn:aws-cn:iam::1:user/ada').partition, 'aws-cn')
})
