import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectFolder } from './detect.ts'
import { packageJson, treeOf } from './testing.ts'

const tools = packageJson({ devDependencies: { serverless: '^3.40.0', '@serverless/compose': '^1.3.0' } })
const ofEnvironment = `\${env:AWS_REGION}`
const service = (region: string) => `service: shop\nprovider:\n  name: aws\n  region: ${region}\n`

async function look(services: string, files: Readonly<Record<string, string>> = {}) {
  const tree = { 'serverless-compose.yml': `services:\n${services}`, 'package.json': tools, 'package-lock.json': '{}' }
  const found = await detectFolder(treeOf({ ...tree, ...files }), '.')
  assert.ok(found.kind === 'app')
  return found.app
}

test('composed services that all ask for the region of the environment are deployed by one call', async () => {
  const app = await look(
    `  a: { path: a }\n  b: { path: ./b/ }\n  c: { path: c, config: other.yml }\n  d: { path: d, region: "${ofEnvironment}" }\n`,
    {
      'a/serverless.yml': service(ofEnvironment),
      'b/serverless.yml': `provider: \${file(../shared.yml):provider}`,
      'shared.yml': `provider:\n  name: aws\n  region: ${ofEnvironment}\n`,
      'c/other.yml': service(ofEnvironment),
      'd/serverless.yml': service('us-east-1'),
    },
  )
  assert.match(app.suggestion ?? '', /^deploy: npx --no-install serverless deploy --stage "\$TRELLIS_STAGE"$/m)
  assert.deepEqual([app.mend, app.reasons[0]], [null, 'serverless-compose.yml composes services'])
})

test('composed services that would go to another region are named, and no commands are suggested', async () => {
  const app = await look(
    '  a: { path: a }\n  b: { path: b }\n  c: { path: c, region: us-east-1 }\n  d: { path: ../d }\n',
    {
      'a/serverless.yml': service(ofEnvironment),
      'b/serverless.yml': service('eu-west-1'),
      'c/serverless.yml': service(ofEnvironment),
    },
  )
  assert.equal(app.suggestion, null)
  assert.ok(app.reasons.includes('of its services b, c, d would not be deployed to the region of the environment'))
  assert.match(app.mend ?? '', /^First write `region: \$\{env:AWS_REGION\}` for each service into serverless-compose/)
})

test('a file of composed services that cannot be read is told', async () => {
  const app = await look('')
  assert.ok(app.reasons.includes('its services cannot be read'))
  assert.equal(app.suggestion, null)
})
