import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look } from '../testing.ts'
import { wants } from './testing.ts'

const packages = { 'package.json': wants({ osls: '4.3.1' }), 'package-lock.json': '{}' }
const provider = 'service: shop\nprovider:\n  name: aws\n  runtime: python3.13\n'
const warning = async (text: string, requirements = 'boto3\nrequests==2.32.0\n') => {
  const files = { ...packages, 'serverless.yml': `${provider}${text}`, 'requirements.txt': requirements }
  return (await look(files)).apps[0]?.warning ?? ''
}

test('packages of Python that nothing packages are told of', async () => {
  assert.match(
    await warning('functions:\n  a:\n    handler: a.b\n'),
    /nothing that packages requirements\.txt \(requests==2\.32\.0\): add the plugin serverless-python-requirements/,
  )
})

test('where a plugin, a layer or an archive of one’s own brings them, or Lambda has them, nothing is told', async () => {
  const one = 'functions:\n  a:\n    handler: a.b\n'
  for (const text of [
    `${one}custom:\n  pythonRequirements: {}\n`,
    `${one}plugins: [serverless-wsgi]\n`,
    `${one}    image: a\n`,
    `${one}    runtime: nodejs24.x\n`,
    `functions: \${file(fns.yml)}\n`,
    `${one}plugins:\n  - serverless-python-requirements\n`,
    'functions:\n  a:\n    handler: a.b\n    layers: [arn]\n',
    `${one}package:\n  artifact: a.zip\n`,
  ])
    assert.equal(await warning(text), '', text)
  assert.equal(await warning(one, '# none\nboto3>=1.40\n-r more.txt\n'), '')
})
