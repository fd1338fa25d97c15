import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hintFor } from './stack-hints.ts'
import { synthMessage } from './synth-error.ts'

test('a failed synth is told by its first error, not by its last lines', () => {
  const tail = [
    'npm warn something',
    'bin/app.ts(3,1): error TS2304: Cannot find name "x".',
    '    at foo (file.js)',
    'npm notice bye',
  ]
  assert.equal(
    synthMessage('npx tsc', 2, tail),
    '`npx tsc` ended with exit code 2: bin/app.ts(3,1): error TS2304: Cannot find name "x".',
  )
  assert.equal(synthMessage('x', null, []), '`x` was ended by a signal.')
})

test('frequent reasons get a hint', () => {
  assert.match(hintFor('orders already exists in stack arn:…') ?? '', /fixed name/)
  assert.match(hintFor('User is not authorized to perform sqs:CreateQueue') ?? '', /permission/)
  assert.equal(hintFor('something odd'), undefined)
})
