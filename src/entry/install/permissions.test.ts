import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fakeCloudFormation } from '../../runner/cdk/testing/fake-cloudformation.ts'
import { permissionsOf } from './permissions.ts'

const user = 'arn:aws:iam::111111111111:user/ada'

/** What IAM says of somebody who may everything but what is denied. @param denied null: they may not ask */
async function look(
  t: TestContext,
  { identity = user, prepared = true, domain = false, denied = [] as string[] | null },
) {
  const sources = new Set<string | null>()
  const fake = await fakeCloudFormation({
    GetRole: input => `<Role><Arn>arn:aws:iam::111111111111:role/teams/${input.get('RoleName')}</Arn></Role>`,
    ...(denied && {
      SimulatePrincipalPolicy: input => {
        sources.add(input.get('PolicySourceArn'))
        const actions = [...input].filter(([name]) => name.startsWith('ActionNames')).map(([, action]) => action)
        const results = actions.map(action => {
          const decision = denied.includes(action) ? 'implicitDeny' : 'allowed'
          return `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision></member>`
        })
        return `<EvaluationResults>${results.join('')}</EvaluationResults>`
      },
    }),
  })
  t.after(() => fake.close())
  const { session } = fake
  const own = {
    table: 'trellis-RecordsTable1A-2B',
    pages: 'trellis-pages',
    objects: 'trellis-objects',
    cluster: 'c',
    key: 'k',
  }
  const cloud = { identity, session, access: session.access }
  const told = await permissionsOf(cloud, 'trellis', own, { prepared, domain })
  return { ...told, sources: [...sources], calls: fake.calls }
}

test('each missing permission is named, with what it is missing for', async t => {
  assert.deepEqual((await look(t, {})).missing, [])
  const { missing, unknown } = await look(t, { denied: ['dynamodb:PutItem', 'sts:AssumeRole'] })
  assert.equal(unknown, null)
  assert.deepEqual(missing, [
    'dynamodb:PutItem (arn:aws:dynamodb:eu-central-1:111111111111:table/trellis-RecordsTable1A-2B)',
    'sts:AssumeRole (arn:aws:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-eu-central-1)',
    'sts:AssumeRole (arn:aws:iam::111111111111:role/cdk-hnb659fds-file-publishing-role-111111111111-eu-central-1)',
  ])
})

test('what only a removal needs is told apart', async t => {
  const { missing, missingToRemove } = await look(t, { denied: ['dynamodb:DeleteTable', 'ecs:StopTask'] })
  assert.deepEqual(missing, [])
  assert.deepEqual(missingToRemove, [
    'ecs:StopTask (arn:aws:ecs:eu-central-1:111111111111:task/c/1a2b3c4d)',
    'dynamodb:DeleteTable (arn:aws:dynamodb:eu-central-1:111111111111:table/trellis-RecordsTable1A-2B)',
  ])
})

test('what prepares the account for the CDK is asked for where nobody has', async t => {
  const denied = ['iam:CreateRole', 'ssm:PutParameter']
  assert.deepEqual((await look(t, { denied })).missing, [])
  const { missing } = await look(t, { denied, prepared: false })
  assert.equal(missing.filter(one => one.startsWith('iam:CreateRole ')).length, 5)
  assert.equal(missing.length, 6)
})

test('a role is asked about by its whole name; the owner of the account may everything', async t => {
  const identity = 'arn:aws:sts::111111111111:assumed-role/admin/ada'
  assert.deepEqual((await look(t, { identity })).sources, ['arn:aws:iam::111111111111:role/teams/admin'])
  assert.deepEqual((await look(t, { identity: 'arn:aws:iam::111111111111:root' })).calls, [])
})

test('whoever may not ask is not kept from installing', async t => {
  const { missing, unknown } = await look(t, { denied: null })
  assert.deepEqual(missing, [])
  assert.match(unknown ?? '', /not told/)
})

test('a domain needs some more, and nobody else is asked for them', async t => {
  const denied = ['acm:RequestCertificate', 'route53:ListHostedZonesByName']
  assert.deepEqual((await look(t, { denied })).missing, [])
  const { missing } = await look(t, { denied, domain: true })
  assert.deepEqual(missing, ['acm:RequestCertificate (*)', 'route53:ListHostedZonesByName (*)'])
})
