import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look } from '../testing.ts'
import { planOf, template, wants } from './testing.ts'
import { otherRegion, withoutRegion } from './written-region.ts'

const packages = { 'package.json': wants({ osls: '4.3.1' }), 'package-lock.json': '{}' }
const yml = (region: string) => ({
  ...packages,
  'serverless.yml': `service: a\nprovider:\n  name: aws\n  region: ${region}\n`,
})
const sam = (config: string) => ({ 'template.yaml': template, 'samconfig.toml': config })

async function told(files: Record<string, string>, stage = 'staging') {
  const { deploy } = await planOf(files)
  assert.ok(deploy.kind === 'tool')
  return otherRegion(deploy.app, stage, 'us-east-1')
}
const warned = async (files: Record<string, string>) => (await look(files)).apps[0]?.warning ?? ''

test('a region that a configuration says and nobody obeys is told of before and in the log', async () => {
  assert.match(
    (await told(yml('eu-west-3'))) ?? '',
    /^serverless\.yml says eu-west-3; Trellis deploys to .* us-east-1\./,
  )
  assert.match(
    await warned(yml('eu-west-3')),
    /^serverless\.yml says eu-west-3; Trellis deploys to the region of the acc/,
  )
  const sections = sam(
    '[default.global.parameters]\nregion = "us-east-1"\n[prod.deploy.parameters]\nregion = "eu-west-3"\n',
  )
  assert.match((await told(sections, 'prod')) ?? '', /^samconfig\.toml says eu-west-3; .* us-east-1\./)
  assert.equal(await told(sections, 'default'), undefined)
  assert.match(await warned(sections), /samconfig\.toml says us-east-1 and eu-west-3;/)
})

test('a region that is that of the account, or left to an option, is not told of', async () => {
  assert.equal(await told(yml('us-east-1')), undefined)
  for (const files of [yml(`\${opt:region, 'eu-west-3'}`), yml(`\${env:AWS_REGION}`), sam('')]) {
    assert.equal(await told(files), undefined)
    assert.equal(await warned(files), '')
  }
  const read = yml(`eu-west-3\n  environment:\n    Q: \${self:provider.region}`)
  assert.match(await warned(read), /^serverless\.yml fixes provider\.region as eu-west-3 and reads it: [^;]*$/)
})

test('the log says once which region it is, and keeps what else was warned of', async () => {
  const { deploy, detected } = await planOf(yml('eu-west-3'))
  const warning = detected.warning ?? ''
  assert.ok(deploy.kind === 'tool' && warning.includes('eu-west-3'))
  assert.equal(withoutRegion(warning, deploy.app), '')
  assert.equal(withoutRegion(`One. ${warning} Two.`, deploy.app), 'One. Two.')
})
