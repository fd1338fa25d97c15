import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TrellisError } from '../../core/errors.ts'
import { checkRepositoryUrl } from './repository-url.ts'

const good = [
  '/srv/git/hello.git',
  '/srv/with blanks/ünïcode',
  'file:///srv/git/hello.git',
  'https://github.com/acme/hello.git',
  'https://acme@dev.azure.com/acme/project/_git/hello',
  'http://[::1]:3000/acme/hello',
  'ssh://git@github.com:22/acme/hello.git',
  'ssh://git@host/~ada/hello.git',
  'git@github.com:acme/hello.git',
  'host:hello.git',
  'git@[::1]:acme/hello.git',
]
for (const url of good) test(`accepts ${url}`, () => checkRepositoryUrl(url))

const bad: Record<string, RegExp> = {
  '': /1 to 2000/,
  ' /srv/git': /blanks/,
  '/srv/git\n': /control/,
  'https://host/a\0b': /control/,
  '--upload-pack=touch /tmp/x': /dash/,
  'ext::sh -c touch% /tmp/x': /remote helper ext/,
  'codecommit::eu-central-1://hello': /remote helper codecommit/,
  'git://host/hello': /git:\/\/ are not/,
  'HTTPS://host/hello': /HTTPS:\/\/ are not/,
  'file://host/hello': /names a host/,
  'https://': /cannot be read/,
  'https://host': /names no repository/,
  'https://host/hello?private_token=abc': /query/,
  'ssh://-oProxyCommand=x/hello': /dash|cannot be read/,
  'ssh://-oProxyCommand@host/hello': /dash/,
  'git@-host:hello': /dash/,
  'git@host:-x': /dash/,
  'git@host:': /neither a URL/,
  'hello.git': /neither a URL nor an absolute path/,
  '../hello': /neither/,
  '~/hello': /neither/,
}
for (const [url, says] of Object.entries(bad)) {
  test(`refuses ${JSON.stringify(url)}`, () => {
    assert.throws(
      () => checkRepositoryUrl(url),
      (error: unknown) =>
        error instanceof TrellisError && error.code === 'invalid_repository' && says.test(error.message),
    )
  })
}

const secret = 's3cr3t-XYZ'
const withSecrets = [
  `https://ada:${secret}@host/hello`,
  `https://ada:${secret}@@host/hello`,
  `https://ada:${secret}@ho st/hello`,
  `http://:${secret}@host/hello`,
  `ssh://git:${secret}@host/hello`,
  `https://ghp_${secret}@github.com/acme/hello`,
  `https://${secret.repeat(5)}@dev.azure.com/acme/hello`,
  `ada:${secret}@host:hello`,
  `https://host/hello?token=${secret}`,
]
for (const url of withSecrets) {
  test(`refuses the secret in ${url.replaceAll(secret, '…')} and does not repeat it`, () => {
    assert.throws(
      () => checkRepositoryUrl(url),
      (error: unknown) =>
        error instanceof TrellisError &&
        error.code === 'invalid_repository' &&
        !`${error.message}${error.hint}`.includes(secret),
    )
  })
}

test('a password is refused with what to do instead', () => {
  assert.throws(() => checkRepositoryUrl('https://ada:x@host/hello'), { hint: /credential helper.*ssh/ })
})

test('a URL without its scheme is recognised', () => {
  assert.throws(() => checkRepositoryUrl('github.com/acme/hello'), { hint: /https:\/\/github\.com\/acme\/hello/ })
})
