import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdkJson, look, packageJson } from '../testing.ts'
import { fixedStage, otherStage } from './fixed-stage.ts'
import { ofOtherStage, twoStages } from './stage-words.ts'

const inCdkJson = (text: string) => ({ text, where: 'cdk.json' })

test('a stage that cdk.json gives its app is seen in its command and in its context', () => {
  for (const app of ['tsx app.ts --stage dev', 'npx ts-node a.ts -c env=prod', 'cross-env STAGE=staging node a.js'])
    assert.ok(fixedStage(inCdkJson(app), {}), app)
  for (const app of ['cross-env NODE_ENV=production tsx a.ts', 'tsx stage/dev.ts', 'npm run test', 'nx run env:test'])
    assert.equal(fixedStage(inCdkJson(app), {}), undefined, app)
  assert.match(fixedStage(inCdkJson('tsx a.ts'), { stage: 'dev' })?.told ?? '', /`stage: dev` of its context$/)
  assert.equal(fixedStage(inCdkJson('tsx a.ts'), { '@aws-cdk/core:x': true, environment: { account: '1' } }), undefined)
})

test('a committed file of variables that its command gives an app is that of a stage', async () => {
  const told = async (app: string, path = '.env.dev') => {
    const files = { 'cdk.json': cdkJson(app), 'package.json': packageJson(), 'package-lock.json': '{}' }
    return (await look({ ...files, 'app.ts': 'new App()', [path]: 'A=1' })).apps[0]?.warning ?? null
  }
  for (const [app, path] of [
    ['dotenv -e .env.dev -- npx tsx app.ts', '.env.dev'],
    ['dotenv --path=./env/.env.prod -- tsx app.ts', 'env/.env.prod'],
  ] as const)
    assert.match((await told(app, path)) ?? '', /gives the app the file `\S+`, for every environment alike/, app)
  assert.equal(await told('dotenv -e .env.dev -- tsx app.ts', 'another'), null, 'one that nobody committed')
  for (const app of [
    'dotenv -- tsx app.ts',
    'dotenv -e .env.$STAGE -e .env.dev -- tsx app.ts',
    'tsx -P tsconfig.dev.json app.ts',
  ])
    assert.equal(await told(app), null, app)
})

test('an app that is given one stage for all environments is warned of, but where it asks for theirs', async () => {
  const files = {
    'cdk.json': cdkJson('tsx app.ts --stage dev'),
    'package.json': packageJson(),
    'package-lock.json': '{}',
  }
  const warned = async (code: string) => (await look({ ...files, 'app.ts': code })).apps[0]?.warning ?? null
  assert.match((await warned('new App()')) ?? '', /gives the app `--stage dev`, for every environment alike/)
  assert.equal(await warned('const stage = process.env.TRELLIS_STAGE'), null)
})

test('an app that is an assembly of earlier is none that can be deployed', async () => {
  const { apps } = await look({
    'cdk.json': cdkJson('cdk.out'),
    'package.json': packageJson(),
    'package-lock.json': '{}',
  })
  assert.equal(apps[0]?.supported, false)
  assert.match(apps[0]?.mend ?? '', /the command that synthesises it/)
})

const asked = (environment: string, more: { isOnly?: boolean; variables?: string[] } = {}) => ({
  environment,
  isOnly: more.isOnly ?? false,
  variables: new Set(more.variables ?? []),
})

test('a fixed stage is refused in the environment of another one, and nowhere else', () => {
  const prod = { told: 'cdk.json gives the app `stage: prod`', stage: 'prod', where: 'cdk.json' }
  for (const environment of ['development', 'staging', 'test-eu', 'blue'])
    assert.match(otherStage(prod, asked(environment))?.message ?? '', /would get the settings of prod/, environment)
  for (const environment of ['prod', 'production', 'production-eu', 'eu-prd'])
    assert.equal(otherStage(prod, asked(environment)), undefined, environment)
  assert.match(otherStage(prod, asked('development'))?.hint ?? '', /Remove it from cdk\.json.*allow: \[fixed_stage\]/)
  assert.equal(otherStage(prod, asked('blue', { isOnly: true })), undefined)
  assert.equal(otherStage(prod, asked('development', { variables: ['STAGE'] })), undefined)
})

test('a stage that a context of another name gives, or with a word beside it, is seen; and what is no stage is none', () => {
  const given = (context: Record<string, unknown>) => fixedStage(inCdkJson('tsx a.ts'), context)?.stage
  for (const context of [{ stage: 'prod-eu' }, { deployEnv: 'prod' }, { 'target-environment': 'acme-prod' }])
    assert.ok(given(context), JSON.stringify(context))
  for (const context of [{ profile: 'dev' }, { stage: 'blue' }, { logLevel: 'test' }, { 'acme:env': 'x' }, { env: {} }])
    assert.equal(given(context), undefined, JSON.stringify(context))
  const eu = { told: 'it says `prod-eu`', stage: 'prod-eu', where: 'cdk.json' }
  for (const environment of ['production', 'prod-us', 'prod-eu'])
    assert.equal(otherStage(eu, asked(environment)), undefined, environment)
  assert.ok(otherStage(eu, asked('development')))
})

test('two stacks that differ by their stage alone are found', () => {
  for (const names of [
    ['Api-dev', 'Api-prod'],
    ['Web', 'StagingApi', 'ProductionApi'],
    ['dev-shop-api', 'test-shop-api'],
    ['Pipeline', 'Beta-Api', 'Prod-Api'],
    ['ShopAPIDev', 'ShopAPIProd'],
  ])
    assert.ok(twoStages(names), names.join())
  for (const names of [
    ['Api', 'Api-dev'],
    ['Api-dev', 'Web-prod'],
    ['Api-dev', 'Api-development'],
    ['Api-dev', 'Web-dev'],
    ['Shop-Api', 'Shop-Web'],
    ['Api-prod-eu', 'Api-prod-us'],
    ['AlphaStack', 'BetaStack'],
  ])
    assert.equal(twoStages(names), undefined, names.join())
})

test('a stack that by its name is of another stage is told of, where the name can mean nothing else', () => {
  for (const name of [
    ...['Api-prod', 'ApiProdStack', 'prod-Api', 'Prod-Shop-Api', 'shop-staging', 'ShopUat', 'StagingApi'],
    ...['acme-prod-api', 'Api-prod-eu-west-1', 'ApiProductionUsEast1', 'shop-uat-eu', 'ShopAPIProd'],
  ])
    assert.equal(ofOtherStage(['Shared', name], 'development', true), name)
  for (const name of [
    'DevToolsStack',
    'dev-portal',
    'ProductionLine',
    'LiveApi',
    'TestRunner',
    'Products',
    'Stage',
    'data-staging-copy',
  ])
    assert.equal(ofOtherStage([name], 'blue', false), undefined, name)
  assert.equal(ofOtherStage(['Api-prod'], 'production-eu', false), undefined)
  assert.equal(ofOtherStage(['Api-prod'], 'blue', true), undefined, 'the one environment that there is')
  assert.equal(ofOtherStage(['Api-prod'], 'blue', false), 'Api-prod')
  assert.equal(ofOtherStage(['Api-dev', 'Pipeline-prod'], 'development', false), undefined, 'one is of this stage')
})

test('what is called after all that is not production, or comes before it, is no production', () => {
  for (const name of ['Api-NonProd', 'api-non-prod', 'NonProdApiStack', 'Api-PreProd', 'shop-pre-production'])
    for (const environment of ['development', 'staging', 'preprod'])
      assert.equal(ofOtherStage([name], environment, false), undefined, `${name} in ${environment}`)
  assert.equal(ofOtherStage(['Api-NonProd'], 'preview', false), undefined)
  assert.equal(ofOtherStage(['Api-NonProd'], 'production', false), 'Api-NonProd')
  const given = (stage: string) => ({ told: `it says ${stage}`, stage, where: 'cdk.json' })
  for (const environment of ['development', 'staging', 'non-prod'])
    assert.equal(otherStage(given('non-prod'), asked(environment)), undefined, environment)
  assert.ok(otherStage(given('nonprod'), asked('production')))
  assert.ok(otherStage(given('prod'), asked('pre-prod')))
  assert.equal(otherStage(given('prod'), asked('live')), undefined)
  assert.equal(otherStage(given('dev'), asked('nonprod')), undefined)
  assert.ok(twoStages(['Api-nonprod', 'Api-prod']))
})
