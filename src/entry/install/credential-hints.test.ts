import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TrellisError } from '../../core/errors.ts'
import { forInstaller } from './credential-hints.ts'

const hintOf = (code: ConstructorParameters<typeof TrellisError>[0], message: string, region?: string) => {
  const told = forInstaller(new TrellisError(code, message, '`trellis account set --help`'), region)
  assert.ok(told instanceof TrellisError && told.code === code)
  return told.hint ?? ''
}

test('whoever installs without credentials or a region is told of what they have, not of accounts of a server', () => {
  assert.match(
    hintOf('credentials_missing', 'no AWS credentials were found'),
    /aws sso login.*--profile.*AWS_ACCESS_KEY_ID/,
  )
  assert.match(hintOf('credentials_missing', 'X: no AWS region is set.'), /--region.*AWS_REGION.*--profile/)
  assert.match(hintOf('credentials_expired', 'expired', 'eu-central-1'), /aws sso login/)
  for (const code of [
    'credentials_missing',
    'credentials_invalid',
    'credentials_expired',
    'cloud_unreachable',
  ] as const) {
    assert.doesNotMatch(hintOf(code, 'said'), /account (add|set)/)
  }
})

test('a region that was named may be the reason, and is doubted', () => {
  for (const code of ['credentials_invalid', 'cloud_unreachable'] as const) {
    assert.match(hintOf(code, 'said', 'eu-central-7'), /Is eu-central-7 a region of AWS that is enabled/)
  }
  const other = new TrellisError('already_exists', 'it is there')
  assert.equal(forInstaller(other, 'eu-central-7'), other)
})
