import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from '../../client/testing/fake-server.ts'
import { openFakeCli } from '../testing/fake-cli.ts'

const { answer, asked, cli, fake } = await openFakeCli()

test('keys of an account come from standard input', async () => {
  answer('addAccount', () => ({
    name: 'acme',
    region: 'eu-west-1',
    endpointUrl: null,
    credentials: { kind: 'keys', accessKeyId: 'AKIA1' },
    accountId: '123456789012',
    warnings: ['The key is short.'],
  }))
  const result = await cli('account add acme --region eu-west-1 --keys-from-stdin', { stdin: 'AKIA1 hush\n' })
  assert.equal(result.code, 0)
  assert.deepEqual(asked()?.body, {
    name: 'acme',
    region: 'eu-west-1',
    credentials: { kind: 'keys', accessKeyId: 'AKIA1', secretAccessKey: 'hush' },
    verify: true,
  })
  assert.match(result.out, /keys of AKIA1, AWS account 123456789012/)
  assert.match(result.err, /The key is short/)
  assert.doesNotMatch(result.out + result.err, /hush/)
})

test('an account that there is not is not said to be prepared', async () => {
  answer('listAccounts', () => [
    { name: 'acme', region: 'eu-west-1', endpointUrl: null, accountId: null, credentials: { kind: 'chain' } },
  ])
  fake.handlers.bootstrapAccount = () => {
    throw refusal(404, 'account_not_found', 'There is no account nope.', 'It is another one.')
  }
  const nope = await cli('account bootstrap nope')
  assert.deepEqual([nope.code, nope.err], [2, '✕ There is no account nope.\n  It is another one.\n'])
  fake.handlers.bootstrapAccount = () => ({ ready: true, lines: ['done'] })
  assert.match((await cli('account bootstrap acme')).err, /Preparing acme/)
})

test('what the CDK may do in an account that is prepared can be chosen', async () => {
  answer('listAccounts', () => [])
  answer('bootstrapAccount', () => ({ ready: true, lines: ['done'] }))
  const policies = ['arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::123456789012:policy/team/Roles']
  await cli(`account bootstrap acme ${policies.map(one => `--bootstrap-policy ${one}`).join(' ')}`)
  assert.deepEqual(asked()?.body, { policies })
  await cli('account bootstrap acme')
  assert.deepEqual(asked()?.body, {})
  assert.equal((await cli('account bootstrap acme --bootstrap-policy PowerUserAccess')).code, 2)
})

test('the credentials of an account are replaced by others that are given, and by none that are not', async () => {
  answer('setAccount', () => ({
    name: 'acme',
    region: 'eu-west-1',
    endpointUrl: null,
    credentials: { kind: 'keys', accessKeyId: 'AKIA2' },
    accountId: '123456789012',
    warnings: ['The key is short.'],
  }))
  const result = await cli('account set acme --keys-from-stdin', { stdin: 'AKIA2 hush\n' })
  assert.deepEqual(asked()?.params, { account: 'acme' })
  assert.deepEqual(asked()?.body, {
    credentials: { kind: 'keys', accessKeyId: 'AKIA2', secretAccessKey: 'hush' },
    verify: true,
  })
  assert.match(result.err, /The key is short/)
  assert.match(result.out, /acme in eu-west-1 now has keys of AKIA2, AWS account 123456789012/)
  assert.doesNotMatch(result.out + result.err, /hush/)
  await cli('account set acme --machine --no-verify')
  assert.deepEqual(asked()?.body, { credentials: { kind: 'chain' }, verify: false })
  const none = await cli('account set acme')
  assert.deepEqual([none.code, /--keys-from-stdin/.test(none.err)], [2, true])
})
