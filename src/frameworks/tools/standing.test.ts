import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StackNames } from '../../contract/app.ts'
import { detect } from '../detect.ts'
import { treeOf } from '../testing.ts'
import { checkServerlessStack } from './serverless-standing.ts'
import { checkSstStacks, sstTags } from './sst-commands.ts'
import { checkSameName, checkSameTool } from './standing.ts'
import { planOf, service, target, wants } from './testing.ts'

test('a service is deployed over no stack but its own, or one that a person let it adopt', () => {
  const tagged = (app: string, environment = 'staging', installation = 'home-1') => ({
    STAGE: 'staging',
    'trellis:app': app,
    'trellis:environment': environment,
    'trellis:installation': installation,
  })
  const said = (tags: Record<string, string>, setting: StackNames = 'auto') => {
    const failed = checkServerlessStack('shop-staging', tags, { ...target, setting })
    return failed ? `${failed.code}: ${failed.message} ${failed.hint}` : 'deployed'
  }
  assert.equal(said(tagged('shop')), 'deployed')
  assert.match(said({ STAGE: 'prod' }), /stack_of_another_environment: .* as the stage prod; .* `provider\.stackName`/)
  for (const setting of ['auto', 'prefix', 'keep'] as const) {
    assert.match(
      said(tagged('blog'), setting),
      /stack_of_another_environment: .*shop-staging belongs to the environment staging of the app blog\. Give one of the two services another name/,
    )
    assert.match(said(tagged('shop', 'production'), setting), /production of the app shop\. Let `provider\.stackName`/)
  }
  assert.match(said({ STAGE: 'staging' }), /stack_exists: .*Trellis did not deploy it\. .*--stack-names keep` adopts/)
  assert.match(said(tagged('shop', 'staging', 'home-2')), /stack_exists: .*belongs to another Trellis.*keep` adopts/)
  assert.equal(said({ STAGE: 'staging' }, 'keep'), 'deployed')
  assert.equal(said(tagged('shop', 'staging', 'home-2'), 'keep'), 'deployed')
})

test('an app of SST 2 is deployed over no stacks of its name and stage that it did not make', async () => {
  const config = 'export default { config(_input) { return { name: "blog", region: "r" } }, stacks(app) {} }'
  const tagsOf = async (text: string) => {
    const files = { 'sst.config.ts': text, 'package.json': wants({ sst: '2.43.0' }), 'pnpm-lock.yaml': '' }
    const { deploy } = await planOf(files)
    assert.ok(deploy.kind === 'tool' && deploy.app.tool === 'sst2')
    return sstTags(deploy.app, 'staging')
  }
  assert.deepEqual(await tagsOf(config), { 'sst:stage': 'staging', 'sst:app': 'blog' })
  assert.deepEqual(await tagsOf(config.replace('"blog"', 'nameOf()')), { 'sst:stage': 'staging' })
  assert.equal(checkSstStacks([], target), undefined)
  assert.match(checkSstStacks(['staging-blog-Api'], target)?.message ?? '', /did not make them: staging-blog-Api/)
  assert.equal(checkSstStacks(['staging-blog-Api'], { ...target, setting: 'keep' }), undefined)
})

test('two services of one name in a repository are told of', async () => {
  const one = { 'package.json': wants({ osls: '4' }), 'package-lock.json': '{}' }
  const text = service['serverless.yml']
  const { apps } = await detect(
    treeOf({
      ...one,
      'a/serverless.yml': text,
      'b/serverless.yml': text,
      'c/serverless.yml': text.replace('shop', 'c'),
    }),
  )
  assert.deepEqual(
    apps.map(({ path, warning }) => [path, warning?.split(',')[0] ?? null]),
    [
      ['a', 'b is called shop'],
      ['b', 'a is called shop'],
      ['c', null],
    ],
  )
})

test('an environment does not change its tool or its name while it stands', () => {
  const naming = {
    mode: 'keep' as const,
    tool: 'sam',
    accountId: '1',
    region: 'r',
    stacks: [{ original: 'a', name: 'staging-a' }],
    fixedNames: [],
  }
  const cdk = { kind: 'cdk' as const }
  assert.match(
    checkSameTool(naming, cdk, 'staging')?.message ?? '',
    /stands by sam; this commit would be deployed by the CDK/,
  )
  const { tool: _, ...ofCdk } = naming
  assert.equal(checkSameTool(ofCdk, cdk, 'staging'), undefined)
  assert.equal(checkSameTool(naming, { kind: 'command' }, 'staging'), undefined)
  assert.equal(checkSameName(naming, 'staging-a', 'staging'), undefined)
  assert.match(checkSameName(naming, 'staging-b', 'staging')?.message ?? '', /stands already, as staging-a/)
})
