import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hintFor } from './stack-hints.ts'
import { synthMessage, validationMessage } from './synth-error.ts'

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
  assert.equal(
    synthMessage('echo one\nfalse\necho never', 1, ['one']),
    '`echo one … (3 lines)` ended with exit code 1: no error was written; the last output before it: one',
  )
  assert.equal(synthMessage('npm run lint\nnode app.js', 1, []), '`npm run lint … (2 lines)` ended with exit code 1.')
})

test('an uncaught error is told by what it says, not by the code that threw it', () => {
  const tail = [
    '/app/node_modules/aws-cdk-lib/core/lib/private/synthesis.js:2',
    `${'var error=1;'.repeat(60)}`,
    '  `);throw new(errors_1()).UnscopedValidationError((0,x())`ValidationFailed`,`Validation failed with the following errors:',
    '     ^',
    '',
    '[«ValidationFailedWithErrors» Validation failed with the following errors:',
    '  [Shop/Orders] orders need a dead letter queue',
    '    ...aws-cdk-lib, node internals...',
    '    (no user code in 10 frames, use --stack-trace-limit to capture more)]',
  ]
  assert.equal(
    synthMessage('node app.js', 1, tail),
    '`node app.js` ended with exit code 1: [«ValidationFailedWithErrors» Validation failed with the following errors:\n  [Shop/Orders] orders need a dead letter queue',
  )
})

test('a report on an assembly is told by its first error', () => {
  const report = [
    'Construct Annotations: what the constructs say',
    '',
    'bin/app.ts:12:5',
    'ERROR orders must be (well) encrypted (Construct Annotations)',
    '   Shop/Orders (Orders2C58) aws-cdk-lib.aws_sqs.Queue',
    '',
    'ERROR orders must be kept (Construct Annotations)',
    '   Shop/Orders',
    'WARNING orders are slow (shop)',
  ].join('\n')
  assert.equal(
    validationMessage(report),
    'The app synthesises with errors: Shop/Orders: orders must be (well) encrypted; 1 more',
  )
  assert.equal(validationMessage('ERROR the plug-in crashed'), 'The app synthesises with errors: the plug-in crashed')
  assert.equal(validationMessage('WARNING orders are slow (shop)\n   Shop'), undefined)
})

test('frequent reasons get a hint', () => {
  assert.match(hintFor('orders already exists in stack arn:…') ?? '', /fixed name/)
  assert.match(hintFor('User is not authorized to perform sqs:CreateQueue') ?? '', /permission/)
  assert.equal(hintFor('something odd'), undefined)
})
