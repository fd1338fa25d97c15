import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answers, fakeCloudFormation } from '../../runner/cdk/testing/fake-cloudformation.ts'
import { AwsCloudOperations } from './cloud-operations.ts'

const operations = new AwsCloudOperations(() => Promise.reject(new Error('nobody asks')))

async function kept(answers: Answers, ...stacks: string[]) {
  const cloud = await fakeCloudFormation(answers)
  try {
    return await operations.kept(cloud.session.access, stacks, AbortSignal.timeout(60_000))
  } finally {
    cloud.close()
  }
}

type Row = readonly [logicalId: string, type: string, policy?: string, status?: string]

const templateOf = (rows: readonly Row[]) => {
  const Resources = Object.fromEntries(rows.map(([id, Type, DeletionPolicy]) => [id, { Type, DeletionPolicy }]))
  return `<TemplateBody>${JSON.stringify({ Resources })}</TemplateBody>`
}
const idOf = (id: string) => `${id}-1`
const resourcesOf = (rows: readonly Row[], next?: string) => {
  const members = rows.map(
    ([id, type, , status = 'CREATE_COMPLETE']) =>
      `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${idOf(id)}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus></member>`,
  )
  return `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>${next ? `<NextToken>${next}</NextToken>` : ''}`
}

const shop: Row[] = [
  ['Orders', 'AWS::DynamoDB::Table', 'Retain'],
  ['Uploads', 'AWS::S3::Bucket', 'RetainExceptOnCreate'],
  ['Ledger', 'AWS::RDS::DBCluster', 'Snapshot'],
  ['Role', 'AWS::IAM::Role'],
  ['Queue', 'AWS::SQS::Queue', 'Delete'],
  ['Never', 'AWS::S3::Bucket', 'Retain', 'CREATE_FAILED'],
  ['Inner', 'AWS::CloudFormation::Stack'],
]
const inner: Row[] = [['Images', 'AWS::S3::Bucket', 'Retain']]

test('what a stack keeps is named by the template as CloudFormation made it, page by page and in nested stacks', async () => {
  const stages: (string | null)[] = []
  const rowsOf = (input: URLSearchParams) => (input.get('StackName') === idOf('Inner') ? inner : shop)
  const found = await kept(
    {
      GetTemplate: input => {
        stages.push(input.get('TemplateStage'))
        return templateOf(rowsOf(input))
      },
      ListStackResources: input => {
        const rows = rowsOf(input)
        if (rows === inner) return resourcesOf(inner)
        return input.get('NextToken') ? resourcesOf(rows.slice(2)) : resourcesOf(rows.slice(0, 2), 'more')
      },
    },
    'Shop',
  )
  const named = (logicalId: string, type: string, snapshot = false) => ({
    ...{ type, id: idOf(logicalId), logicalId, stack: 'Shop', snapshot },
  })
  assert.deepEqual(found, [
    named('Orders', 'AWS::DynamoDB::Table'),
    named('Uploads', 'AWS::S3::Bucket'),
    named('Ledger', 'AWS::RDS::DBCluster', true),
    named('Images', 'AWS::S3::Bucket'),
  ])
  assert.deepEqual(stages, ['Processed', 'Processed'])
})

test('a stack that is not there keeps nothing, and hides nothing of the others', async () => {
  const answers: Answers = {
    GetTemplate: input => (input.get('StackName') === 'Gone' ? refuse('ValidationError') : templateOf(inner)),
    ListStackResources: input => (input.get('StackName') === 'Gone' ? refuse('ValidationError') : resourcesOf(inner)),
  }
  const found = await kept(answers, 'Gone', 'Shop')
  assert.deepEqual(
    found.map(one => one.logicalId),
    ['Images'],
  )
})

test('whoever may not look is told so, and not that nothing stays', async () => {
  const answers = { GetTemplate: () => refuse('AccessDenied'), ListStackResources: () => resourcesOf(shop) }
  await assert.rejects(kept(answers, 'Shop'), { code: 'credentials_invalid', message: /cloudformation:GetTemplate/ })
})

function refuse(code: string): never {
  throw Object.assign(new Error('User is not authorized to perform: cloudformation:GetTemplate'), { code })
}
