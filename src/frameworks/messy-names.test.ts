import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdkJson, look, packageJson, service, wants } from './testing.ts'

const cdk = { 'cdk.json': cdkJson(), 'package.json': packageJson(), 'package-lock.json': '{}' }
const serverless3 = { 'package.json': wants({ serverless: '^3.38.0' }), 'package-lock.json': '{}' }
const only = async (files: Record<string, string>) => (await look(files)).apps[0] ?? assert.fail('nothing is found')

test('a service is asked about where other configurations lie beside its own', async () => {
  const files = { ...serverless3, 'serverless.yml': service(), 'serverless.prod.yml': service() }
  const app = await only(files)
  assert.equal(app.supported, false)
  assert.match(app.reasons.join(), /serverless\.prod\.yml is a configuration, too: write `framework: serverless`/)
  assert.equal((await only({ ...files, 'trellis.yml': app.choice ?? '' })).supported, true)
  const parts = { ...files, 'serverless.prod.yml': 'functions: {}\n', 'serverless-compose.yml': service() }
  assert.equal((await only(parts)).supported, true)
})

test('a service under another name is deployed by a command that names it, and several are given folders', async () => {
  const one = await only({ ...serverless3, 'serverless-api.yml': service() })
  assert.match(one.suggestion ?? '', /^deploy: .*serverless deploy .* --config serverless-api\.yml$/m)
  const several = await only({ ...serverless3, 'serverless-api.yml': service(), 'serverless-jobs.yml': service() })
  assert.deepEqual([several.suggestion, several.mend?.slice(0, 26)], [null, 'Give each service a folder'])
})

test('a stack that all stages share is told of', async () => {
  const named = (name: string) => only({ ...serverless3, 'serverless.yml': `${service()}  stackName: ${name}\n` })
  assert.match(
    (await named('ours # for ever')).warning ?? '',
    /^stackName in serverless\.yml is the same for all stages/,
  )
  assert.equal((await named(`ours-\${sls:stage}`)).warning, null)
})

test('the stages of .env files are those of a service that reads them', async () => {
  const files = { ...serverless3, '.env.dev': '', '.env.prod': '', '.env.example': '' }
  const read = await only({ ...files, 'serverless.yml': `${service()}useDotenv: true\n` })
  assert.match(read.warning ?? '', /`--environments dev,prod`/)
  assert.equal((await only({ ...files, 'serverless.yml': service() })).warning, null)
})

test('a template of SAM under another name is seen, but not one that was packaged', async () => {
  const sam = 'Transform: AWS::Serverless-2016-10-31\n'
  assert.match((await only({ 'sam.yaml': sam })).suggestion ?? '', /samcli build --template-file sam\.yaml$/m)
  assert.deepEqual((await look({ 'packaged-template.yaml': sam, 'other.yaml': sam })).found, [])
})

test('a file that is not valid JSON is not taken for one that is missing', async () => {
  const broken = { 'package.json': '{ "name": "x", }', 'package-lock.json': '{}' }
  assert.match((await only({ ...cdk, ...broken })).mend ?? '', /^Mend package\.json/)
  assert.match(
    (await only({ ...broken, 'serverless.yml': service() })).reasons.join(),
    /package\.json is not valid JSON/,
  )
  const marked = Object.fromEntries(Object.entries(cdk).map(([name, text]) => [name, `\uFEFF${text}`]))
  assert.deepEqual((await look(marked)).found, ['. cdk'])
})

test('a Node that is asked for twice is told of, and nonsense is a problem from the first look on', async () => {
  const twice = { ...cdk, 'package.json': packageJson({ engines: { node: '>=22' } }), '.nvmrc': '18' }
  assert.match((await only(twice)).warning ?? '', /^\.nvmrc asks for Node 18, and engines of package\.json for >=22/)
  assert.equal((await only({ ...twice, '.nvmrc': '22.1.0' })).warning, null)
  const word = { ...cdk, 'package.json': packageJson({ engines: { npm: 'please-use-npm' } }) }
  const { problem, warning, packageManagerVersion } = await only(word)
  assert.deepEqual([problem, packageManagerVersion], [null, null])
  assert.match(
    warning ?? '',
    /^engines of package\.json asks for npm "please-use-npm", which is no version and is passed/,
  )
  const nonsense = { ...cdk, 'package.json': packageJson({ engines: { node: 'twenty' } }) }
  assert.match((await only(nonsense)).problem ?? '', /engines of package\.json asks for Node "twenty"/)
})

test('a configuration that is not valid YAML is told of with the line, and not taken for one of another cloud', async () => {
  for (const text of [
    'service: shop\nprovider:\n  name: aws\n bad: [\n',
    'service: shop\nprovider:\n  name: aws\n\ta: 1\n',
  ]) {
    const app = await only({ ...serverless3, 'serverless.yml': text })
    assert.equal(app.supported, false)
    assert.match(app.reasons.join(), /serverless\.yml is not valid YAML \(line [45]: [^\n]*[^:]\)/)
    assert.doesNotMatch(app.reasons.join(), /framework: serverless/)
    assert.match(app.mend ?? '', /^Mend serverless\.yml/)
  }
  const merged = 'service: a\nx: &x\n  name: aws\ny: &y\n  z: !Sub b\nprovider:\n  <<: [*x, *y]\n'
  assert.equal((await only({ ...serverless3, 'serverless.yml': merged })).supported, true)
})

test('what YAML merges into a provider counts as said', async () => {
  const merged = 'service: a\nx: &x\n  name: aws\nprovider:\n  <<: *x\n  runtime: nodejs22.x\n'
  assert.equal((await only({ ...serverless3, 'serverless.yml': merged })).supported, true)
})

test('an application of SAM that is nested in another is no app of its own', async () => {
  const sam = 'Transform: AWS::Serverless-2016-10-31\n'
  const outer = `${sam}Resources:\n  N:\n    Type: AWS::Serverless::Application\n    Properties:\n      Location: ./in/a/template.yaml\n`
  const files = { 'template.yaml': outer, 'in/a/template.yaml': sam, 'in/b/template.yaml': sam }
  assert.deepEqual((await look(files)).found, ['. sam', 'in/b sam'])
})

test('where Rush installs the packages, a command of one’s own is asked for', async () => {
  const app = { 'apps/a/cdk.json': cdkJson(), 'apps/a/package.json': packageJson(), 'rush.json': '{}' }
  assert.match(
    (await only(app)).problem ?? '',
    /^rush\.json lies in the root of the repository: .*`install:` in trellis\.yml/,
  )
  assert.equal((await only({ ...app, 'apps/a/trellis.yml': 'install: rush install\n' })).problem, null)
})
