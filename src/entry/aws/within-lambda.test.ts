import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withinLambda } from './within-lambda.ts'

const answer = (body: string) => ({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body })

test('an answer that Lambda would not hand on becomes an error that says what to do, counted as Lambda counts', () => {
  for (const body of ['', 'x'.repeat(5_900_000), '"'.repeat(2_900_000)]) {
    const given = answer(body)
    assert.equal(withinLambda(given), given)
  }
  for (const body of [
    'x'.repeat(6_000_000),
    '"'.repeat(3_000_000),
    '\u0001'.repeat(1_000_000),
    'ñ'.repeat(3_000_000),
  ]) {
    const { statusCode, headers, body: told } = withinLambda(answer(body))
    assert.deepEqual([statusCode, headers['content-type']], [413, 'application/json'])
    assert.equal(JSON.parse(told).error.code, 'answer_too_large')
  }
})

test('the error is text although the answer was binary', () => {
  const binary = { ...answer('x'.repeat(6_000_000)), isBase64Encoded: true }
  assert.equal(withinLambda(binary).isBase64Encoded, false)
})
