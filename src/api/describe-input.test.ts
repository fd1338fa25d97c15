import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorBody } from '../contract/error.ts'
import { errorOf, openApi } from './testing/api.ts'

/** What the API says of a body that is not right. */
async function said(path: string, method: string, body: unknown): Promise<string> {
  const { call } = openApi()
  const answer = await errorOf(await call(`/api/v1${path}`, { method, body: JSON.stringify(body) }))
  assert.equal(answer.status, 400)
  assert.equal(answer.code, 'invalid_input')
  return answer.message.replace('The input is not valid: ', '')
}

const post = (path: string, body: unknown) => said(path, 'POST', body)
const staging = '/apps/shop/environments/staging'

test('what is wrong with an input is said in words, with its place', async () => {
  const repository = 'https://git.example/shop.git'
  const variables = [
    { key: 'GOOD', value: 'x' },
    { key: '1', value: 'x' },
  ]
  assert.match(await post('/apps', { name: 'shop', repository, variables }), /^the key of variable 2 must be at least/)
  assert.equal(await post('/apps', { repository }), 'the name is missing.')
  assert.match(
    await post('/apps', { name: 'S', repository, environments: ['ok', 'No'] }),
    /^the name must be 2 to 40 characters: .*; environment 2 must be 2 to 40 characters/,
  )
  assert.equal(await said(staging, 'PATCH', { timeoutMinutes: 'long' }), 'the timeout minutes must be a number.')
  assert.equal(await said(staging, 'PATCH', { timeoutMinutes: 0 }), 'the timeout minutes must be at least 1.')
  assert.equal(
    await said(staging, 'PATCH', { stackNames: 'own' }),
    'the stack names must be one of auto, keep, prefix.',
  )
  assert.equal(await said(staging, 'PATCH', { testCommand: '' }), 'the test command must not be empty.')
  assert.equal(await said(staging, 'PATCH', { colour: 'red' }), '"colour" is not known here.')
  assert.equal(
    await said(staging, 'PATCH', { allow: { rollback: ['mia', '-'] } }),
    'entry 2 of “who may rollback” is not a name of a person at GitHub.',
  )
})

test('a whole that has another form than is wanted is said to', async () => {
  assert.equal(await said(`${staging}/variables`, 'PUT', 'x'), 'the body must be a list.')
  assert.equal(await said(`${staging}/variables`, 'PUT', [{ key: 'GOOD' }]), 'the value of entry 1 is missing.')
  const account = { name: 'acme', region: 'eu-central-1' }
  assert.equal(
    await post('/accounts', { ...account, credentials: { kind: 'role', roleArn: 'x' } }),
    'the role ARN of the credentials is not the ARN of a role, such as arn:aws:iam::123456789012:role/trellis.',
  )
  assert.equal(
    await post('/accounts', { ...account, credentials: { kind: 'magic' } }),
    'the kind of the credentials must be one of chain, profile, role, keys.',
  )
})

test('no part of what was sent is repeated, since it may be a secret', async () => {
  const message = await said(`${staging}/variables`, 'PUT', [{ key: 'GOOD', value: ['s3cr3t'] }])
  assert.equal(message, 'the value of entry 1 must be text.')
})

test('each part that is wrong is named, for whoever has a place to say it at', async () => {
  const { call } = openApi()
  const fieldsOf = async (body: unknown) => {
    const answer = await call('/api/v1/apps', { method: 'POST', body: JSON.stringify(body) })
    return ErrorBody.parse(await answer.json()).error.fields?.map(one => one.field)
  }
  const repository = 'https://git.example/shop.git'
  assert.deepEqual(await fieldsOf({ name: 'S', repository, environments: ['ok', 'No'], colour: 'red' }), [
    'name',
    'environments.1',
  ])
  assert.deepEqual(await fieldsOf({ name: 'shop', repository, variables: [{ key: '1', value: 'x' }] }), [
    'variables.0.key',
  ])
  assert.equal(await fieldsOf({ name: 'shop', repository, account: 'nowhere' }), undefined)
})
