import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registryRefusal, variablesIn, yarnLacks } from './registry-refusal.ts'

const lines = (text: string) => text.split('\n').map((text, at) => ({ text, line: at + 1 }))

const refusals: Record<string, string> = {
  npm: 'npm error code E401\nnpm error Unable to authenticate, your authentication token seems to be invalid.',
  'npm, where a token may not': 'npm error code E403\nnpm error 403 403 Forbidden - GET http://127.0.0.1/@acme%2flib',
  pnpm: ' ERR_PNPM_FETCH_401  GET http://127.0.0.1/@acme%2Flib: Unauthorized - 401',
  'yarn 1': 'error Error: http://127.0.0.1/@acme/lib/-/lib-1.0.0.tgz: Request failed "401 Unauthorized"',
  'yarn 4': '➤ YN0041: │ @acme/lib@npm:1.0.0: Invalid authentication (as an anonymous user)',
  bun: 'error: GET http://127.0.0.1/@acme%2flib - 401',
  pip: 'ERROR: HTTP error 401 while getting http://127.0.0.1/simple/lib/',
  'pip by its login': 'WARNING: 401 Error, Credentials not correct for http://127.0.0.1/simple/lib/',
  Poetry: 'Authorization error accessing http://127.0.0.1/simple/lib/',
}
for (const [name, text] of Object.entries(refusals)) {
  test(`a registry that lets nobody in is told from what ${name} writes`, () => {
    assert.equal(registryRefusal(lines(`starting\n${text}`), [])?.line, 2)
  })
}

test('a package that is not there is a refusal only where a token is lacking', () => {
  const said = lines('npm error code E404\nnpm error 404 Not Found - GET http://127.0.0.1/@acme%2flib')
  assert.equal(registryRefusal(said, []), undefined)
  assert.equal(registryRefusal(said, ['NPM_TOKEN'])?.line, 1)
  const unset = lines('Usage Error: Environment variable not found (NPM_TOKEN)')
  assert.equal(registryRefusal(unset, ['NPM_TOKEN'])?.line, 1)
})

test('what fails for another reason is none', () => {
  for (const text of ['npm error code ETIMEDOUT', 'sh: 1: tsc: not found', 'error TS2401: nonsense', 'took 401 ms'])
    assert.equal(registryRefusal(lines(text), ['NPM_TOKEN']), undefined, text)
})

test('what only speaks of a refusal is none, and does not hide the one that counts', () => {
  const aside = [
    'npm warn deprecated express-unauthorized@1.0.0: no longer kept',
    'npm warn deprecated http-403-forbidden@1.0.0: 403 Forbidden is thrown by another package now',
    'npm warn audit 403 Forbidden - POST http://127.0.0.1/-/npm/v1/security/audits/quick',
    'warning lib > unauthorized-error@1.0.0: moved',
  ]
  for (const text of aside) assert.equal(registryRefusal(lines(text), ['NPM_TOKEN']), undefined, text)
  assert.equal(registryRefusal(lines([...aside, 'npm error code E401'].join('\n')), [])?.line, aside.length + 1)
  const again = 'error: GET http://127.0.0.1/a - 401\nretrying\nerror: GET http://127.0.0.1/b - 401'
  assert.equal(registryRefusal(lines(again), [])?.line, 3)
})

test('a script of a package whose download is refused is not refused by the registry', () => {
  for (const text of [
    'npm error code 1\nnpm error command sh -c node install.js\nnpm error Error: 403 Forbidden',
    '> node install.js\nError: download: 403 Forbidden\nnpm ERR! code ELIFECYCLE',
    'node_modules/lib postinstall: HTTP error 403\n ELIFECYCLE  Command failed with exit code 1.',
    "➤ YN0000: │ lib@npm:1.0.0 STDERR 403 Forbidden\n➤ YN0009: │ lib@npm:1.0.0 couldn't be built",
  ])
    assert.equal(registryRefusal(lines(text), ['NPM_TOKEN']), undefined, text)
})

test('variables are found that have no value of their own', () => {
  const text = `//a/:_authToken=\${NPM_TOKEN}\nb: "\${B:-none}"\nc=\${C?}\nd=\${NPM_TOKEN}\n`
  assert.deepEqual(variablesIn(text), ['NPM_TOKEN', 'C'])
  assert.deepEqual(variablesIn(`a: \${A-}\nb: \${B:-}\n`), ['A', 'B'])
})

test('yarn that lacks a variable of its settings, in whatever step, is told how it may be absent', () => {
  const said = 'Usage Error: Environment variable not found (NPM_TOKEN) in /work/.yarnrc.yml (in /work/.yarnrc.yml)'
  assert.match(
    yarnLacks(lines(said)) ?? '',
    /^Write `\$\{NPM_TOKEN-\}` in \.yarnrc\.yml: .*limited to the install step\.$/,
  )
  assert.equal(yarnLacks(lines('Usage Error: Couldn’t find a script named "test".')), undefined)
})
