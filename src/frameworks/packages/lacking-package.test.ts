import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lackingPackage } from './lacking-package.ts'

const lackingIn = (code: string, name = 'x', leavesOutDev = true) => {
  const files: Record<string, string> = { 'a.js': code, 'package.json': `{"devDependencies":{"${name}":"1"}}` }
  return lackingPackage({ handler: 'a.b', read: async path => files[path], has: async () => false, leavesOutDev })
}

test('a package for the development that the code always asks for is lacking where those are left out', async () => {
  for (const code of [
    "const x = require('x')",
    "import { a } from 'x/inner'",
    "import {\n  a,\n} from 'x'",
    "const { a } = require('x')",
    "const x = __importDefault(require('x'))",
    "'use strict'\nvar a = 1, x = require('x')",
  ]) {
    assert.equal(await lackingIn(code), 'x', code)
    assert.equal(await lackingIn(code, 'x', false), undefined, code)
  }
  assert.equal(await lackingIn("import p from 'punycode/'", 'punycode/'), 'punycode/')
})

test('one that it tries, asks for on a condition or later, only speaks of, or that Node has itself is not', async () => {
  for (const code of [
    "const x = process.env.IS_OFFLINE ? require('x') : null",
    "const x = process.env.LOCAL && require('x')",
    "const load = () => require('x')",
    "var x = (() => { try { return require('x') } catch {} })()",
    "if (a) {\n  require('x')\n}",
    'const text = "copy from \'x\' to y"',
  ])
    assert.equal(await lackingIn(code), undefined, code)
  assert.equal(await lackingIn("const { Buffer } = require('buffer')", 'buffer'), undefined)
})
