import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look, packageJson } from './testing.ts'

test('settings of cdk.json that only `cdk deploy` takes are told of', async () => {
  const warned = async (more: object) => {
    const cdk = JSON.stringify({ app: 'tsx app.ts', ...more })
    const files = { 'cdk.json': cdk, 'package.json': packageJson(), 'package-lock.json': '{}' }
    return (await look(files)).apps[0]?.warning ?? null
  }
  assert.match((await warned({ tags: [{ Key: 'team', Value: 'a' }] })) ?? '', /^cdk\.json has tags for `cdk deploy`/)
  assert.equal(await warned({ output: 'out', profile: 'me' }), null)
})
