import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrellisError } from '../../../core/errors.ts'
import { checkHttps } from './by-https.ts'

const refusal = (repository: string): TrellisError => {
  try {
    checkHttps(repository)
  } catch (error) {
    return error as TrellisError
  }
  return assert.fail(`${repository} was not refused`)
}

test('a repository by https is taken; one by ssh is refused with the https URL that is meant', () => {
  for (const url of ['https://github.com/acme/shop.git', 'http://127.0.0.1:8080/a']) checkHttps(url)
  const meant = {
    'git@github.com:acme/shop.git': 'https://github.com/acme/shop.git',
    'github.com:/acme/shop': 'https://github.com/acme/shop',
    'ssh://git@git.example.com:2222/acme/shop.git': 'https://git.example.com/acme/shop.git',
  }
  for (const [given, https] of Object.entries(meant)) {
    const { code, message, hint } = refusal(given)
    assert.equal(code, 'invalid_repository')
    assert.match(message, /by ssh, and Trellis in AWS reads repositories by https alone/)
    assert.ok(hint?.includes(`probably ${https}.`), hint)
  }
})

test('one that lies on a machine is refused as that', () => {
  for (const given of ['/srv/git/shop', 'file:///srv/git/shop']) {
    assert.match(refusal(given).message, /lies on one machine/)
  }
})
