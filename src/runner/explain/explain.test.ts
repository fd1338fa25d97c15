import assert from 'node:assert/strict'
import { test } from 'node:test'
import { causeOf } from './cause-of.ts'
import { failedTests } from './failed-tests.ts'
import { firstCause, lastCause, lastWords } from './first-cause.ts'

const lines = (text: string) => text.split('\n').map((text, at) => ({ text, line: at + 1 }))

const runners: Record<string, [output: string, summary: RegExp, line: number]> = {
  'node:test': [
    '✔ adds (1ms)\n✖ subtracts (2.5ms)\n  AssertionError [ERR_ASSERTION]: 1 == 2\n✖ failing tests:\n✖ subtracts (2.5ms)',
    /^“subtracts”: AssertionError \[ERR_ASSERTION\]: 1 == 2$/,
    2,
  ],
  TAP: ['ok 1 - adds\nnot ok 2 - subtracts\n  ---\n  error: |-\n    Expected 2', /^“subtracts”: Expected 2/, 2],
  jest: [
    'FAIL ./sum.test.js\n  ✓ adds (1 ms)\n  ● sums › subtracts\n\n    expect(received).toBe(expected)\n\n    Expected: 2',
    /^“sums › subtracts”: Expected: 2$/,
    3,
  ],
  vitest: [
    ' ❯ sum.test.ts (2 tests | 1 failed)\n   × sums > subtracts 3ms\n FAIL  sum.test.ts > sums > subtracts\nAssertionError: expected 1 to be 2',
    /subtracts.*AssertionError: expected 1 to be 2/,
    2,
  ],
  mocha: [
    '  1 passing\n  1 failing\n\n  1) sums\n       subtracts:\n     AssertionError [ERR_ASSERTION]: 1 == 2',
    /^“sums”: AssertionError/,
    4,
  ],
  pytest: ['E   assert 1 == 2\nFAILED test_sum.py::test_subtracts - assert 1 == 2', /test_subtracts”: E {3}assert/, 1],
  'node:test of a file that does not start': [
    "Error: Cannot find module '/app/test'\n    at x (y.js:1:1)\n✖ test (45ms)\n  'test failed'",
    /^“test”: Error: Cannot find module/,
    1,
  ],
}
for (const [name, [output, summary, line]] of Object.entries(runners)) {
  test(`finds the first failing test of ${name}`, () => {
    const found = failedTests(lines(output))
    assert.match(found?.summary ?? '', summary)
    assert.equal(found?.line, line)
  })
}

test('words that lead to a value are told with it, and not left hanging', () => {
  const told = (output: string) => failedTests(lines(`✖ greets (2ms)\n${output}`))?.summary
  const mismatch = '  AssertionError [ERR_ASSERTION]: The input did not match /v2/. Input:'
  assert.match(told(`${mismatch}\n  \n  'Hello v1'\n`) ?? '', /Input: 'Hello v1'$/)
  assert.match(told(`${mismatch}\n`) ?? '', /Input$/)
  assert.match(told('  AssertionError: to be equal:\n  + actual - expected\n  + 1') ?? '', /to be equal$/)
})

test('what no runner of tests wrote, and a test that is yet to be written, is no failed test', () => {
  assert.equal(failedTests(lines('starting\nError: cannot open the database\nmore\nbye')), undefined)
  assert.equal(failedTests(lines('ok 1 - adds\nnot ok 2 - divides # TODO later')), undefined)
})

const causes: [string, string, RegExp][] = [
  ['npm', 'npm error code E404\nnpm error 404 Not Found - GET /nope\nnpm error A complete log of this run', /E404/],
  ['the compiler', "src/a.ts(1,7): error TS2322: Type 'string' is not assignable\n", /TS2322/],
  ['a stack trace', 'building\n\u001b[31mTypeError: x is not a function\u001b[0m\n    at main (a.js:1:1)', /TypeError/],
  ['a program that says no error', 'one\ntwo\n\n', /^two$/],
  [
    'osls, which writes it below a heading',
    "Packaging\n\n\u001b[31m✖ Error:\u001b[0m\n\nConfiguration error at 'service': must match pattern\n\nLearn more: https://x.test\ninvalid: 1",
    /^Configuration error at 'service': must match pattern$/,
  ],
  ['a heading without anything below it', 'one\nError:\n\n', /^Error:$/],
  ['a shell', 'ok\nsh: 1: osls: not found', /osls: not found/],
]
for (const [name, output, cause] of causes) {
  test(`finds the first cause of ${name}`, () => assert.match(firstCause(lines(output))?.text ?? '', cause))
}

test('what was said at the end is told beside the cause, unless it says nothing', () => {
  const after = (output: string) => {
    const all = lines(output)
    const cause = lastCause(all)
    return cause && lastWords(all, cause)?.text
  }
  assert.equal(after('Error: old table, ignored\ndeploying\nasking for the bucket'), 'asking for the bucket')
  assert.equal(after('Error: boom\n    at main (a.js:1:1) {\n  code: 1\n}\n\nNode.js v24.1.0'), undefined)
  assert.equal(after('fatal: no bucket\nerror Command failed with exit code 1.\ninfo Visit https://x'), undefined)
})

const sequences: [string, string, RegExp][] = [
  [
    'an error that was lived with',
    'ls: cannot access x: No such file or directory\nError: old table not found\ndeploying\nlooking\nasking\nTypeError: x is not a function\n    at main (a.js:1:1)\n\nNode.js v24.1.0\nbye',
    /^TypeError/,
  ],
  [
    'the first error of the command that failed',
    'Error: old\n\n> shop@1.0.0 build\n> tsc\n\nsrc/a.ts(1,7): error TS2322: first\n\nsrc/b.ts(1,7): error TS2322: second',
    /first$/,
  ],
  [
    'words after the cause',
    'error: lint\nok\nok\nok\nfatal: no bucket\nStopped.\nSee the manual.',
    /^fatal: no bucket/,
  ],
  ['only words that mention it', 'one check failed\nbye', /one check failed/],
]
for (const [name, output, cause] of sequences) {
  test(`of a script of several commands the last is meant: ${name}`, () => {
    assert.match(lastCause(lines(output))?.text ?? '', cause)
  })
}

test('of several commands, what one said that may have succeeded is not told as the cause, and the log is read on from its end', () => {
  const sequence = { phase: 'test', isSequence: true } as const
  assert.deepEqual(causeOf(lines('zero\none\n'), sequence), {
    summary: 'no error was written; the last output before it: one',
    line: 2,
  })
  assert.deepEqual(causeOf(lines('zero\nError: boom'), sequence), { summary: 'Error: boom', line: 2 })
  assert.deepEqual(causeOf(lines('zero\nno licence'), { ...sequence, isSequence: false }), {
    summary: 'no licence',
    line: 2,
  })
})
