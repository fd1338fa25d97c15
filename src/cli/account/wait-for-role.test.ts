import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../../client/api-error.ts'
import { arnIn, whenMade } from './wait-for-role.ts'

const refusal = (code: string, status = 502) => new ApiError({ code, message: code, status })

/** Answers each time with the next of these. */
function answers(...outcomes: (Error | string)[]) {
  let asked = 0
  return {
    async add() {
      const outcome = outcomes[Math.min(asked++, outcomes.length - 1)] ?? ''
      if (typeof outcome === 'string') return outcome
      throw outcome
    },
    added: async (): Promise<string | undefined> => 'added before',
  }
}

test('a role is waited for until it is made, through a server that is away for a moment', async () => {
  const add = answers(refusal('credentials_invalid'), refusal('server_unreachable', 0), 'added')
  assert.equal(await whenMade(add, { pauseMs: 1, forMs: 60_000 }), 'added')
})

test('an account that an attempt added whose answer was lost is added', async () => {
  const outcomes = [refusal('server_unreachable', 0), refusal('already_exists', 409)]
  assert.equal(await whenMade(answers(...outcomes), { pauseMs: 1, forMs: 60_000 }), 'added before')
  // Another of that name is not.
  const other = { ...answers(...outcomes), added: async () => undefined }
  await assert.rejects(whenMade(other, { pauseMs: 1, forMs: 60_000 }), { code: 'already_exists' })
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
