import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { between, commaList, cores, deploymentNumber, memory, onOff, timeout } from './amounts.ts'
import { parseAwsKeys } from './aws-keys.ts'
import { commitName } from './commit.ts'
import { keyValue, variableKey } from './key-value.ts'
import { locateRepository } from './repository.ts'

test('times are minutes, in the ways people write them', () => {
  const expected = { '60m': 60, '2h': 120, '1h30m': 90, '45': 45, '1H': 60 }
  for (const [text, minutes] of Object.entries(expected)) assert.equal(timeout(text), minutes, text)
  for (const text of ['', '0', '0m', '25h', '3d', '-5', '1.5h', 'soon', '30s']) assert.throws(() => timeout(text), /1m/)
})

test('numbers of deployments may carry their sign', () => {
  assert.equal(deploymentNumber('31'), 31)
  assert.equal(deploymentNumber('#31'), 31)
  for (const text of ['0', '-1', '1.5', 'x', '', '1e3']) assert.throws(() => deploymentNumber(text), /such as 31/)
  assert.equal(between(1, 5)('5'), 5)
  assert.throws(() => between(1, 5)('6'), /from 1 to 5/)
})

test('memory and processors are amounts that a build can do with', () => {
  assert.deepEqual([memory('512m'), memory('4G'), memory('1gb')], [2 ** 29, 2 ** 32, 2 ** 30])
  for (const text of ['', '4', '0g', '8m', '1.5g', '-1g', '1t']) assert.throws(() => memory(text), /such as 512m or 4g/)
  assert.deepEqual([cores('2'), cores('1.5')], [2, 1.5])
  for (const text of ['', '0', '0.01', '-1', '1e3', 'all']) assert.throws(() => cores(text), /such as 2 or 1.5/)
})

test('switches and lists', () => {
  assert.deepEqual([onOff('on'), onOff('off')], [true, false])
  assert.throws(() => onOff('yes'), /on or off/)
  assert.deepEqual(commaList('a, b,c'), ['a', 'b', 'c'])
  for (const text of ['', 'a,,b', ',']) assert.throws(() => commaList(text), /commas/)
})

test('a commit is given by its digits, or the way to them is told', () => {
  const full = 'A1B2C3D4E5F60718293A4B5C6D7E8F9012345678'
  assert.equal(commitName(full), full.toLowerCase())
  assert.equal(commitName(' A1B2c3d'), 'a1b2c3d')
  for (const wrong of ['a1b', 'release', `${full}0`]) {
    assert.throws(() => commitName(wrong), { code: 'invalid_commit', kind: 'invalid', hint: /git rev-parse/ })
  }
  assert.throws(() => commitName('$(rm -rf /)'), { hint: /git rev-parse HEAD/ })
})

test('a value is everything after the first equals sign', () => {
  assert.deepEqual(keyValue('URL=https://x?a=b'), { key: 'URL', value: 'https://x?a=b' })
  assert.deepEqual(keyValue('EMPTY='), { key: 'EMPTY', value: '' })
  assert.throws(() => keyValue('TOKEN'), { hint: /TOKEN=VALUE, or `TOKEN --stdin`/ })
  assert.throws(() => keyValue('MY-KEY=1'), { message: /"MY-KEY"/, hint: /MY_KEY/ })
  assert.throws(() => variableKey('1'), /cannot be the name/)
  assert.throws(() => variableKey('X'), /"X" cannot be .*: it must be at least two characters/)
})

test('keys are taken in every form that people have at hand', () => {
  const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'abc/def+gh==' }
  const withToken = { ...keys, sessionToken: 'FwoG==' }
  const forms: [string, object][] = [
    ['AKIAEXAMPLE abc/def+gh==\n', keys],
    ['AKIAEXAMPLE\nabc/def+gh==\nFwoG==\n', withToken],
    ['export AWS_ACCESS_KEY_ID="AKIAEXAMPLE"\nexport AWS_SECRET_ACCESS_KEY="abc/def+gh=="\n', keys],
    ['SET AWS_ACCESS_KEY_ID=AKIAEXAMPLE\r\nSET AWS_SECRET_ACCESS_KEY=abc/def+gh==\r\n', keys],
    ['$Env:AWS_ACCESS_KEY_ID="AKIAEXAMPLE"\n$Env:AWS_SECRET_ACCESS_KEY="abc/def+gh=="', keys],
    [
      '[acme]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = abc/def+gh==\naws_session_token=FwoG==',
      withToken,
    ],
    ['{"AccessKeyId":"AKIAEXAMPLE","SecretAccessKey":"abc/def+gh==","SessionToken":"FwoG=="}', withToken],
    ['{"Credentials":{"AccessKeyId":"AKIAEXAMPLE","SecretAccessKey":"abc/def+gh=="}}', keys],
  ]
  for (const [text, expected] of forms) assert.deepEqual(parseAwsKeys(text), expected, text)
  for (const text of ['', 'AKIAEXAMPLE', '{', '{}', 'a b c d', 'AWS_ACCESS_KEY_ID=AKIAEXAMPLE']) {
    assert.throws(() => parseAwsKeys(text), { code: 'invalid_input' }, text)
  }
})

test('a repository is a URL as it stands, or a folder seen from here', async t => {
  const base = mkdtempSync(join(tmpdir(), 'trellis-cli-'))
  after(() => rmSync(base, { recursive: true }))
  mkdirSync(join(base, 'mono/.git'), { recursive: true })
  mkdirSync(join(base, 'mono/services/api'), { recursive: true })
  mkdirSync(join(base, 'bare/objects'), { recursive: true })
  writeFileSync(join(base, 'bare/HEAD'), 'ref: refs/heads/main\n')
  writeFileSync(join(base, 'file'), '')

  for (const url of ['https://github.com/a/b.git', 'ssh://git@h/x', 'git@github.com:a/b.git', 'file:///x']) {
    assert.deepEqual(locateRepository(url, base), { repository: url, path: null })
  }
  assert.deepEqual(locateRepository('.', join(base, 'mono')), { repository: join(base, 'mono'), path: null })
  assert.deepEqual(locateRepository('mono/.git', base), { repository: join(base, 'mono'), path: null })
  assert.deepEqual(locateRepository('bare', base), { repository: join(base, 'bare'), path: null })
  assert.deepEqual(locateRepository('/not/here', base), { repository: '/not/here', path: null })
  await t.test('a folder inside of one is the folder of the app', () => {
    assert.deepEqual(locateRepository('.', join(base, 'mono/services/api')), {
      repository: join(base, 'mono'),
      path: 'services/api',
    })
  })
  await t.test('what is not there is told, with what may have been meant', () => {
    assert.throws(() => locateRepository('acme/shop', base), { hint: /https:\/\/github.com\/acme\/shop.git/ })
    assert.throws(() => locateRepository('./nope/x/y', base), { message: /There is no folder/ })
    assert.throws(() => locateRepository('file', base), { message: /is a file/ })
  })
})
