import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownTags } from '../../frameworks/cdk/standing.ts'
import { outputsOf } from './deploy.ts'
import { makeReady } from './ready.ts'
import type { DeployRequest } from './requests.ts'
import { fakeCloudFormation, stackXml } from './testing/fake-cloudformation.ts'

test('a stack of several hundred resources is read to its end', async () => {
  const page = (from: number, next?: string): string => {
    const members = Array.from(
      { length: 100 },
      (_, index) => `<member><LogicalResourceId>R${from + index}</LogicalResourceId></member>`,
    )
    return `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>${next ? `<NextToken>${next}</NextToken>` : ''}`
  }
  const cloud = await fakeCloudFormation({
    ListStackResources: input => {
      const from = Number(input.get('NextToken') ?? 0)
      return page(from, from < 200 ? String(from + 100) : undefined)
    },
    DescribeStackResources: () => '<StackResources/>',
  })
  const resources = await cloud.session.stacks.resources({ name: 'Big' })
  cloud.close()
  assert.equal(new Set(resources.map(each => each.LogicalResourceId)).size, 300)
})

test('the outputs of a stack come before what it exports to other stacks', async () => {
  const output = (key: string) => `<member><OutputKey>${key}</OutputKey><OutputValue>v</OutputValue></member>`
  const outputs = `<Outputs>${['ExportsOutputRefOrders', 'Url', 'Name'].map(output).join('')}</Outputs>`
  const stack = stackXml('Shop', 'CREATE_COMPLETE').replace('<Tags>', `${outputs}<Tags>`)
  const cloud = await fakeCloudFormation({ DescribeStacks: () => stack })
  const { Shop = {} } = await outputsOf(cloud.session, [{ original: 'Shop', name: 'Shop' }])
  cloud.close()
  assert.deepEqual(Object.keys(Shop), ['Url', 'Name', 'ExportsOutputRefOrders'])
})

test('a deployment never deletes a stack whose removal got stuck, since it holds resources', async () => {
  const owner = { app: 'shop', environment: 'staging', installation: 'here' }
  const cloud = await fakeCloudFormation({ DescribeStacks: () => stackXml('Shop', 'DELETE_FAILED', ownTags(owner)) })
  const request: DeployRequest = {
    ...owner,
    stage: 'staging',
    assemblyDir: '/',
    appDir: null,
    setting: 'auto',
    naming: null,
    siblings: [],
  }
  await assert.rejects(makeReady(cloud.session, [{ original: 'Shop', name: 'Shop' }], request), {
    failure: {
      code: 'stack_failed',
      phase: null,
      message: 'The stack Shop cannot be deployed: it is in DELETE_FAILED, and an earlier removal did not end.',
      hint: 'Finish the removal with `trellis teardown shop staging --yes`, then deploy again.',
    },
  })
  cloud.close()
  assert.deepEqual(cloud.calls, ['DescribeStacks'])
})
