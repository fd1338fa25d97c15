import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stacksOf } from './assembly.ts'
import { assemblyOf, region, type StackFixture, templateDigest } from './testing/assembly.ts'
import { at, data, renamed } from './testing/rename.ts'

test('nested stacks are renamed inside, and their parent ships the new template', async () => {
  const old = 'ab'.repeat(32)
  const parent: StackFixture = {
    name: 'Web',
    template: {
      Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `https://s3/${old}.json` } } },
    },
    nested: {
      'WebN.nested.template.json': {
        digest: old,
        template: { Outputs: { X: { Value: { 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'X' } } } } },
      },
    },
  }
  const { all, changed } = renamed(await assemblyOf([data, parent]))
  assert.equal(
    at(changed.get('WebN.nested.template.json'), 'Outputs', 'X', 'Value', 'Fn::GetStackOutput', 'StackName'),
    'staging-Data',
  )
  const url = String(at(all.get('Web.template.json'), 'Resources', 'N', 'Properties', 'TemplateURL'))
  assert.ok(!url.includes(old))
  const shipped = Object.keys(at(all.get('Web.assets.json'), 'files') as object)
  assert.ok(
    shipped.some(digest => url.includes(digest)),
    url,
  )
  assert.ok(!shipped.includes(old) && !shipped.includes(templateDigest('Web')))
})

test('values that cross regions follow the consumer’s name', async () => {
  const reader = {
    Type: 'Custom::CrossRegionExportReader',
    Properties: {
      ReaderProps: { prefix: 'West', imports: { '/cdk/exports/West/x': '{{resolve:ssm:/cdk/exports/West/x}}' } },
    },
  }
  const writer = { Properties: { WriterProps: { exports: { '/cdk/exports/West/x': 1 } } } }
  const { all } = renamed(
    await assemblyOf([
      { name: 'East', template: { Resources: { W: writer } } },
      {
        name: 'West',
        template: {
          Resources: { R: reader },
          Outputs: { O: { Value: { 'Fn::GetAtt': ['R', '/cdk/exports/West/x'] } } },
        },
      },
    ]),
  )
  const text = JSON.stringify([all.get('East.template.json'), all.get('West.template.json')])
  assert.ok(!text.includes('/cdk/exports/West/') && !text.includes('"prefix":"West"'), text)
  assert.ok(text.includes('{{resolve:ssm:/cdk/exports/staging-West/x}}'))
})

test('stacks of a Stage, a nested assembly, are renamed too', async () => {
  const stage = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Blue' } }
  const stack = {
    type: 'aws:cloudformation:stack',
    properties: { templateFile: 'A.template.json', stackName: 'Blue-A' },
  }
  const files = await assemblyOf([data], {
    'manifest.json': { artifacts: { 'assembly-Blue': stage } },
    'assembly-Blue/manifest.json': { version: '55.0.0', artifacts: { BlueA1: stack } },
    'assembly-Blue/A.template.json': {},
  })
  assert.deepEqual(
    stacksOf(files).map(each => each.name),
    ['Data', 'Blue-A'],
  )
  const { all } = renamed(files)
  assert.equal(
    at(all.get('assembly-Blue/manifest.json'), 'artifacts', 'BlueA1', 'properties', 'stackName'),
    'staging-Blue-A',
  )
})

test('labels that the CDK made from the place in the code get the prefix, within their limit', async () => {
  const control = {
    Type: 'AWS::CloudFront::OriginAccessControl',
    Properties: { OriginAccessControlConfig: { Name: `Site${'x'.repeat(60)}` } },
  }
  const policy = {
    Type: 'AWS::CloudFront::CachePolicy',
    Properties: { CachePolicyConfig: { Name: { 'Fn::Join': ['', ['Site-', { Ref: 'AWS::Region' }]] } } },
  }
  const { all } = renamed(await assemblyOf([{ name: 'Site', template: { Resources: { control, policy } } }]))
  const resources = at(all.get('Site.template.json'), 'Resources')
  const label = String(at(resources, 'control', 'Properties', 'OriginAccessControlConfig', 'Name'))
  assert.ok(label.startsWith('staging-Site') && label.length === 64)
  assert.equal(at(resources, 'policy', 'Properties', 'CachePolicyConfig', 'Name'), `staging-Site-${region}`)
})
