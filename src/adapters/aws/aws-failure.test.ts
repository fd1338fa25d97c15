import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cloudFailure } from './aws-failure.ts'

/** As the SDK names what AWS answers. */
const answer = (name: string, message: string) => Object.assign(new Error(message), { name, $fault: 'client' })

test('an error that nobody knows is told by its own name and words, and not as a network that is down', () => {
  const { code, message } = cloudFailure(answer('ThrottlingException', 'Rate exceeded\nsecond line'), 'The stacks')
  assert.equal(code, 'cloud_failed')
  assert.equal(message, 'The stacks: AWS answers with an error (ThrottlingException: Rate exceeded).')
  const own = cloudFailure(new TypeError('x is not a function'), 'The stacks')
  assert.equal(own.message, 'The stacks: asking AWS failed (TypeError: x is not a function).')
  assert.equal(cloudFailure('odd', 'The stacks').code, 'cloud_failed')
})

test('what lies beneath an error decides where it says nothing by itself', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  assert.equal(
    cloudFailure(new Error('wrapped', { cause: new AggregateError([refused]) }), 'X').code,
    'cloud_unreachable',
  )
  const missing = Object.assign(new Error('none', { cause: refused }), { name: 'CredentialsProviderError' })
  assert.equal(cloudFailure(missing, 'X').code, 'cloud_unreachable')
})
