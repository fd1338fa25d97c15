import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lackingHandler, withoutCode } from './serverless-handlers.ts'

const lacking = (one: object, files: readonly string[], { provider = {}, artifact = 'shop.zip' } = {}) =>
  lackingHandler(
    JSON.stringify({
      service: { provider: { runtime: 'nodejs20.x', ...provider }, functions: { get: one } },
      package: { artifact },
    }),
    new Map([['shop.zip', files]]),
  )?.handler

test('a function whose code is in no archive is found', () => {
  assert.equal(lacking({ handler: 'dist/get.handler' }, ['src/get.ts', 'get.js']), 'dist/get.handler')
  assert.equal(lacking({ handler: 'src/get.handler' }, ['src/get.ts']), 'src/get.handler')
  assert.equal(lacking({ handler: 'bin/get', runtime: 'provided.al2023' }, ['main.go']), 'bin/get')
  const python = { handler: 'src/get.handler', runtime: 'python3.13' }
  assert.equal(lacking(python, ['src/get.js']), 'src/get.handler')
  assert.match(withoutCode({ function: 'get', handler: 'dist/get.handler' }, true).hint, /`build: npm run build`/)
})

test('code that is there, or may be elsewhere, refuses nobody', () => {
  for (const handler of ['dist/get.handler', './dist/get.handler', 'dist/get.default.handler'])
    for (const end of ['js', 'mjs', 'cjs']) assert.equal(lacking({ handler }, [`dist/get.${end}`]), undefined, handler)
  assert.equal(lacking({ handler: 'get/main.x', runtime: 'python3.13' }, ['get/main/__init__.py']), undefined)
  const handler = 'dist/get.handler'
  for (const one of [
    { handler, layers: ['arn:aws:lambda:x'] },
    { handler, package: { artifact: 'built/get.zip' } },
    { handler, module: 'get' },
    { handler, runtime: 'java21' },
    { image: 'registry/get' },
  ])
    assert.equal(lacking(one, ['other.js']), undefined, JSON.stringify(one))
  assert.equal(lacking({ handler: 'bin/get', runtime: 'provided.al2' }, ['bootstrap']), undefined)
  assert.equal(lacking({ handler }, [], { provider: { layers: ['arn:aws:lambda:x'] } }), undefined)
  assert.equal(lacking({ handler }, ['other.js'], { artifact: 'ours.zip' }), undefined)
  assert.equal(lackingHandler('nonsense', new Map([['a.zip', ['a.js']]])), undefined)
})
