import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../../client/api-error.ts'
import { arnIn, whenMade } from './wait-for-role.ts'

const refusal = (code: string, status = 502) => new ApiError({ code, message: code, status })

/** Answers each time with the next of these. */
function answers(...outcomes: (Error | string)[]) {
  let asked = 0
  return async () => {
    const outcome = outcomes[Math.min(asked++, outcomes.length - 1)] ?? ''
    if (typeof outcome === 'string') return outcome
    throw outcome
  }
}

test('a role is waited for until it is made, through a server that is away for a moment', async () => {
  const add = answers(refusal('credentials_invalid'), refusal('server_unreachable', 0), 'added')
  assert.equal(await whenMade(add, { pauseMs: 1, forMs: 60_000 }), 'added')
})

test('what has nothing to do with the role is told at once; in the end, that nobody made it', async () => {
  await assert.rejects(whenMade(answers(refusal('already_exists', 409)), { pauseMs: 1, forMs: 60_000 }), {
    code: 'already_exists',
  })
  await assert.rejects(whenMade(answers(refusal('credentials_invalid')), { pauseMs: 1, forMs: 0 }), {
    code: 'role_not_made',
  })
})

test('the role lies in the partition that Trellis itself is of', () => {
  const role = { roleName: 'trellis-target-live-1a', trusted: 'arn:aws-cn:iam::1:role/x' }
  const whole = { ...role, externalId: '', quickCreateUrl: null, parameters: {}, template: '' }
  assert.equal(arnIn(whole, '123456789012'), 'arn:aws-cn:iam::123456789012:role/trellis-target-live-1a')
})
