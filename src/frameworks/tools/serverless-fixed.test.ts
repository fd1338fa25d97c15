import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look } from '../testing.ts'
import { checkStage } from './commands.ts'
import { planOf, wants } from './testing.ts'

const packages = { 'package.json': wants({ osls: '4.3.1' }), 'package-lock.json': '{}' }
const provider = 'service: shop\nprovider:\n  name: aws\n'

async function refusal(files: Record<string, string>, stage = 'staging') {
  const { deploy } = await planOf({ ...packages, ...files })
  assert.ok(deploy.kind === 'tool')
  return checkStage(deploy.app, stage, 'us-east-1')
}
const ofYaml = (text: string, stage?: string) => refusal({ 'serverless.yml': `${provider}${text}` }, stage)

test('a fixed region that is read is refused in every other region, and nowhere else', async () => {
  const reads = (region: string) =>
    `  region: ${region}\n  environment:\n    Q: arn:aws:sqs:\${self:provider.region}:1:q\n`
  const failed = await ofYaml(reads('eu-west-3'))
  assert.equal(failed?.code, 'account_mismatch')
  assert.match(
    failed?.message ?? '',
    /provider\.region as eu-west-3 .* to us-east-1: what it names would lie in eu-west-3/,
  )
  assert.match(failed?.hint ?? '', /`region: \$\{opt:region, 'eu-west-3'\}`.*`\$\{aws:region\}`/)
  for (const text of [reads('us-east-1'), reads(`\${opt:region, 'eu-west-3'}`), '  region: eu-west-3\n'])
    assert.equal(await ofYaml(text), undefined, text)
})

test('a fixed stage of the provider that is read is refused for every other environment', async () => {
  const reads = `  stage: dev\n  environment:\n    TABLE: orders-\${self:provider.stage}\n`
  const failed = await ofYaml(reads)
  assert.equal(failed?.code, 'fixed_name_collision')
  assert.match(
    failed?.message ?? '',
    /fixes provider\.stage as dev .* whatever the environment: staging would get the names .* of dev/,
  )
  assert.match(failed?.hint ?? '', /`stage: \$\{opt:stage, 'dev'\}`.*`\$\{sls:stage\}`/)
  assert.equal(await ofYaml(reads, 'dev'), undefined)
  for (const text of [
    `  stage: dev\n  stackName: shop-\${self:provider.stage}\n`,
    `  stage: \${self:custom.default}\ncustom:\n  default: dev\n  t: a-\${self:provider.stage, 'x'}\n`,
    `  stage: dev\ncustom:\n  t: \${self:custom.conf.\${self:provider.stage}.t}\n  conf: {}\n`,
  ])
    assert.equal((await ofYaml(text))?.code, 'fixed_name_collision', text)
  const inFile = { 'serverless.yml': `${provider}  stage: dev\nresources: \${file(./r.yml)}\n` }
  assert.ok(await refusal({ ...inFile, 'r.yml': `A: b-\${self:provider.stage}\n` }))
  assert.equal(await refusal({ ...inFile, 'r.yml': `# \${self:provider.stage}\nA: b\n` }), undefined)
  const code = (stage: string) =>
    `const config: AWS = { service: 'shop', provider: { name: 'aws', env: { A: { b: 1 } }, stage: ${stage} }, resources: { T: 'a-\${self:provider.stage}' } }\nexport default config`
  assert.ok(await refusal({ 'serverless.ts': code("'dev'") }))
  assert.equal(await refusal({ 'serverless.ts': code(`"\${opt:stage, 'dev'}"`) }), undefined)
})

test('a stage that nobody reads, or that `--stage` decides, is deployed', async () => {
  for (const text of [
    '  stage: dev\n',
    `  stage: dev\n  environment:\n    TABLE: orders-\${sls:stage} # \${self:provider.stage}\n`,
    `  stage: dev\ncustom:\n  stage: \${opt:stage, self:provider.stage}\n  t: a-\${self:custom.stage}\n`,
    `  stage: \${opt:stage, 'dev'}\n  environment:\n    TABLE: orders-\${self:provider.stage}\n`,
    `  stage: \${sls:stage}\n  environment:\n    TABLE: orders-\${self:provider.stage}\n`,
    `  stage: \${param:stage}\n  environment:\n    TABLE: orders-\${self:provider.stage}\n`,
    `  stage: \${opt:stage, self:custom.stage}\ncustom:\n  stage: dev\n`,
    'custom:\n  stage: prod\n  env:\n    a: b\n',
    `  environment:\n    NODE_ENV: \${self:custom.env}\ncustom:\n  env: production\n`,
  ])
    assert.equal(await ofYaml(text), undefined, text)
})

test('a fixed stage one indirection away is refused likewise', async () => {
  for (const text of [
    `  stackName: shop-\${self:custom.stage}\ncustom:\n  stage: prod\n`,
    `  environment:\n    T: \${self:custom.conf.\${self:custom.env}.t}\ncustom:\n  env: prod\n  conf:\n    prod:\n      t: a\n`,
    `  environment:\n    T: a-\${self:custom.stageName}\ncustom: \${file(custom.yml)}\n`,
  ]) {
    const files = { 'serverless.yml': `${provider}${text}`, 'custom.yml': 'stageName: prod\n' }
    assert.match((await refusal(files))?.message ?? '', /fixes custom\.\w+ as prod/, text)
    assert.equal(await refusal(files, 'prod'), undefined)
  }
})

test('a stack name that holds no stage is told of, also where it is put together', async () => {
  const told = async (text: string) =>
    (await look({ ...packages, 'serverless.yml': `${provider}${text}` })).apps[0]?.warning ?? ''
  const same = /^stackName in serverless\.yml is the same for all stages/
  assert.match(await told(`  stackName: \${self:service}-\${self:custom.team}\ncustom:\n  team: blue\n`), same)
  assert.match(await told(`  stackName: shop-\${aws:region}\n`), same)
  assert.equal(await told(`  stackName: \${self:custom.name}\ncustom:\n  name: a-\${sls:stage}\n`), '')
  assert.match(
    await told(`  stage: dev\n  stackName: a-\${self:provider.stage}\n`),
    /^serverless\.yml fixes provider\.stage as dev and reads it: an environment of another name is refused/,
  )
})
