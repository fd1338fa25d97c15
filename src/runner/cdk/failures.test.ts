import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CdkFailure } from './events.ts'
import { toFailure } from './failures.ts'
import { fail } from './link.ts'

const named = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name, ...more })
const wrapped = (cause: unknown) => new Error('❌  Shop failed: Error', { cause })

test('a failure of our own passes through, however deeply it is wrapped', () => {
  const own = fail('fixed_name_collision', null, 'taken')
  assert.ok(own instanceof CdkFailure)
  assert.equal(toFailure(wrapped(wrapped(own)), 'deploy'), own.failure)
})

test('credentials are told by the name of the error', () => {
  const cases = {
    ExpiredToken: 'credentials_expired',
    ExpiredTokenException: 'credentials_expired',
    InvalidClientTokenId: 'credentials_invalid',
    SignatureDoesNotMatch: 'credentials_invalid',
    CredentialsProviderError: 'credentials_missing',
  }
  for (const [name, code] of Object.entries(cases))
    assert.equal(toFailure(wrapped(named(name, 'x')), 'deploy').code, code)
  assert.equal(toFailure(new Error('the ExpiredToken is only mentioned'), 'deploy').code, 'deploy_failed')
})

test('an unreachable cloud is told, also when every address was tried', () => {
  const refused = named('Error', 'connect', { code: 'ECONNREFUSED' })
  assert.equal(toFailure(wrapped(new AggregateError([refused])), 'remove').code, 'cloud_unreachable')
})

test('a missing bootstrap names the account and region', () => {
  const error = named('BootstrapStackNotFound', 'x', {
    type: 'bootstrap',
    environment: { account: '1', region: 'eu-west-1' },
  })
  const failure = toFailure(wrapped(error), 'deploy')
  assert.equal(failure.code, 'account_not_bootstrapped')
  assert.match(failure.message, /account 1 .* aws:\/\/1\/eu-west-1/)
  assert.match(failure.hint, /^`npx cdk bootstrap aws:\/\/1\/eu-west-1`.*`trellis account bootstrap`/)
  assert.doesNotMatch(failure.hint, /NAME/)
})

test('anything else is told by its innermost error, under the operation’s code', () => {
  assert.deepEqual(
    ['synth', 'deploy', 'remove'].map(each => toFailure(wrapped(new Error('plain words')), each as 'synth')),
    [
      {
        code: 'synth_failed',
        phase: null,
        message: 'plain words',
        hint: 'Nothing was deployed. Run `npx cdk synth` in a fresh clone.',
      },
      { code: 'deploy_failed', phase: null, message: 'plain words', hint: 'Look at the log of the deployment.' },
      {
        code: 'remove_failed',
        phase: null,
        message: 'plain words',
        hint: 'Tear it down again once the cause is mended.',
      },
    ],
  )
  const refused = named('ChangeSetCreationFailed', 'role is not authorized to do it', { deploymentErrorCode: 'X' })
  assert.equal(toFailure(wrapped(refused), 'deploy').code, 'stack_failed')
  assert.equal(toFailure('a text', 'deploy').message, 'a text')
})
