import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdkJson, look, packageJson } from './testing.ts'

test('settings of cdk.json that only `cdk deploy` takes are told of', async () => {
  const warned = async (more: object) => {
    const cdk = JSON.stringify({ app: 'tsx app.ts', ...more })
    const files = { 'cdk.json': cdk, 'package.json': packageJson(), 'package-lock.json': '{}' }
    return (await look(files)).apps[0]?.warning ?? null
  }
  assert.match((await warned({ tags: [{ Key: 'team', Value: 'a' }] })) ?? '', /^cdk\.json has tags for `cdk deploy`/)
  assert.equal(await warned({ output: 'out', profile: 'me' }), null)
})

test('a pipeline of the CDK itself, which would deploy beside Trellis, is told of', async () => {
  const warned = async (code: string) => {
    const files = { 'cdk.json': cdkJson('tsx app.ts'), 'package.json': packageJson(), 'package-lock.json': '{}' }
    return (await look({ ...files, 'lib/stack.ts': code })).apps[0]?.warning ?? null
  }
  for (const code of [
    "import { CodePipeline } from 'aws-cdk-lib/pipelines'",
    "import { App, pipelines } from 'aws-cdk-lib'",
    'from aws_cdk import (\n  Stack,\n  pipelines,\n)',
    'from aws_cdk import Stack, pipelines',
  ])
    assert.match((await warned(code)) ?? '', /^lib\/stack\.ts makes a pipeline of the CDK's own/, code)
  for (const code of ["// import 'aws-cdk-lib/pipelines'", "import { aws_codepipeline } from 'aws-cdk-lib'"])
    assert.equal(await warned(code), null, code)
})
