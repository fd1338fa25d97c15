import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StackNames } from '../../contract/app.ts'
import { checkSamSection, samStack } from './sam-commands.ts'
import { commandsOf, planOf, refused, service, target, template, wants } from './testing.ts'

const tags = '--tags trellis:app=shop trellis:environment=staging trellis:installation=home-1'
const capabilities = '--capabilities CAPABILITY_IAM CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND'
const quiet = '--no-confirm-changeset --no-fail-on-empty-changeset'

test('SAM builds, deploys what it built under a stack of the environment, and deletes it', async () => {
  assert.deepEqual(await commandsOf({ 'template.yaml': template }), {
    build: 'sam build --template-file template.yaml',
    deploy: `sam deploy --template-file .aws-sam/build/template.yaml --stack-name staging-shop --region eu-central-1 --resolve-s3 ${capabilities} ${quiet} ${tags}`,
    remove: 'sam delete --stack-name staging-shop --region eu-central-1 --no-prompts',
    artifact: '.aws-sam/build',
  })
})

test("SAM's own section for the environment names the stack, and its settings hold", async () => {
  const config = `version = 0.1
[default.deploy.parameters]
stack_name = "orders"
resolve_s3 = true
tags = "team=blue cost=1"
[staging.deploy.parameters]
stack_name = "orders-for-staging"
s3_bucket = "ours"
`
  const files = { 'template.yaml': template, 'samconfig.toml': config }
  assert.equal((await commandsOf(files)).build, 'sam build --template-file template.yaml --config-env staging')
  assert.equal(
    (await commandsOf(files)).deploy,
    `sam deploy --template-file .aws-sam/build/template.yaml --config-env staging --stack-name orders-for-staging --region eu-central-1 ${capabilities} ${quiet} ${tags}`,
  )
  const { deploy } = await planOf({ ...files, 'samconfig.toml': config.split('[staging')[0] ?? '' })
  assert.ok(deploy.kind === 'tool' && deploy.app.tool === 'sam')
  const name = (setting: StackNames) => samStack(deploy.app as never, { ...target, setting }).name
  assert.deepEqual([name('auto'), name('prefix'), name('keep')], ['staging-orders', 'staging-orders', 'orders'])
  assert.match(await refused({ ...files, 'samconfig.toml': 'stack_name = ' }), /samconfig\.toml is not valid TOML/)
})

test('an environment gets the parameters of no other section of samconfig.toml', async () => {
  const parameters = (name: string) => `[${name}.deploy.parameters]\nparameter_overrides = "Stage=${name}"\n`
  const samOf = async (...names: string[]) => {
    const plan = await planOf({ 'template.yaml': template, 'samconfig.toml': names.map(parameters).join('') })
    assert.ok(plan.deploy.kind === 'tool' && plan.deploy.app.tool === 'sam')
    return { app: plan.deploy.app, warning: plan.detected.warning }
  }
  const own = await samOf('default', 'prod')
  const failed = checkSamSection(own.app, 'production')
  assert.equal(failed?.code, 'section_missing')
  assert.match(failed?.message ?? '', /has sections for prod and none for the environment production/)
  assert.match(failed?.hint ?? '', /--environments prod`.*or add \[production\.deploy\.parameters\]/)
  assert.equal(checkSamSection(own.app, 'prod'), undefined)
  assert.match(
    own.warning ?? '',
    /sections for prod: an environment of another name is refused\. .*--environments prod/,
  )
  const plain = await samOf('default')
  assert.deepEqual([checkSamSection(plain.app, 'production'), plain.warning], [undefined, null])
  assert.equal((await samOf('development', 'staging', 'production')).warning, null)
})

test('stages for which a service has settings are told of where environments may be named otherwise', async () => {
  const warned = async (text: string, more: Record<string, string> = {}) => {
    const files = { 'serverless.yml': `${service['serverless.yml']}${text}`, 'package.json': wants({ osls: '4' }) }
    return (await planOf({ ...files, 'package-lock.json': '{}', ...more })).detected.warning
  }
  assert.match(
    (await warned('params:\n  default: {}\n  prod: {}\n  dev: {}\n')) ?? '',
    /settings for dev, prod: an environment of another name is refused\. .*--environments dev,prod/,
  )
  const byFile = `custom: \${file(./env/config.\${opt:stage, 'dev'}.yml)}\n`
  assert.match((await warned(byFile, { 'env/config.prod.yml': '', 'env/other.yml': '' })) ?? '', /settings for prod:/)
  assert.equal(await warned(byFile), null)
  assert.equal(await warned('params:\n  default: {}\n'), null)
  assert.equal(await warned('params: { development: {}, staging: {}, production: {} }\n'), null)
})

test('a bucket that SAM made in one account is told of, since the deployment fails in another', async () => {
  const warned = async (bucket: string) => {
    const config = `[default.deploy.parameters]\ns3_bucket = "${bucket}"\n`
    return (await planOf({ 'template.yaml': template, 'samconfig.toml': config })).detected.warning
  }
  assert.match((await warned('aws-sam-cli-managed-default-samclisourcebucket-1x')) ?? '', /Write `resolve_s3 = true`/)
  assert.equal(await warned('ours'), null)
})
