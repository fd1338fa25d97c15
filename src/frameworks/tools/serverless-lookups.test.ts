import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look } from '../testing.ts'
import { wants } from './testing.ts'

const packages = { 'package.json': wants({ osls: '4.3.1' }), 'package-lock.json': '{}' }
const warning = async (text: string) =>
  (await look({ ...packages, 'serverless.yml': `service: shop\nprovider:\n  name: aws\n${text}` })).apps[0]?.warning ??
  ''

test('what every environment reads of one stage is told of', async () => {
  const one = await warning(`  environment:\n    BUS: \${cf:infra-prod.Bus}\n`)
  assert.match(
    one,
    /reads `\$\{cf:infra-prod\.Bus\}` in every environment, by its name of prod: .*let the name hold `\$\{sls:stage\}`/,
  )
  assert.match(
    await warning(`  environment:\n    A: x-\${ssm(eu-west-1):/prod/db, 'none'}\n    B: \${s3:staging-conf/b}\n`),
    /reads `\$\{ssm\(eu-west-1\):\/prod\/db\}`, and 1 more like it, in/,
  )
})

test('what each environment has of its own, or is of no stage, is not', async () => {
  for (const text of [
    `  environment:\n    BUS: \${cf:infra-\${sls:stage}.Bus}\n`,
    `  environment:\n    KEY: \${ssm:/shared/key}\n`,
    `params:\n  prod:\n    db: \${ssm:/prod/db}\n  development:\n    db: \${ssm:/dev/db}\n`,
    `  environment:\n    KEY: /prod/key # \${ssm:/prod/db}\n`,
  ])
    assert.doesNotMatch(await warning(text), /reads `/, text)
})

test('a long text that never ends what it began is looked at to an end', async () => {
  // If each sign of it were tried with all that follow, that would be in half an hour.
  assert.doesNotMatch(await warning(`custom: "\${cf:${'a'.repeat(1_000_000)}"\n`), /reads `/)
})

test('a configuration that holds itself is looked at to an end', async () => {
  await warning('custom: &all\n  again: *all\n  twice: *all\nplugins: &some\n  - *some\n')
})
