import assert from 'node:assert/strict'
import { test } from 'node:test'
import { webhookUrlFor } from './manifest.ts'
import { fullNameAt } from './origin.ts'

const reach: [site: string | null, webUrl: string, reaches: boolean][] = [
  ['https://trellis.example.com', 'https://github.com', true],
  ['https://trellis.example.com:8443', 'https://github.com', true],
  ['http://127.0.0.1:4400', 'https://github.com', false],
  ['http://localhost:4400', 'https://github.com', false],
  ['http://[::1]:4400', 'https://github.com', false],
  ['http://10.1.2.3:4400', 'https://github.com', false],
  ['http://192.168.0.7', 'https://github.com', false],
  ['http://172.20.0.7', 'https://github.com', false],
  ['http://trellis', 'https://github.com', false],
  ['https://trellis.internal', 'https://github.com', false],
  ['http://10.1.2.3:4400', 'https://github.internal', true],
  ['http://127.0.0.1:4400', 'https://github.internal', false],
  ['http://127.0.0.1:4400', 'http://127.0.0.1:9000', true],
  [null, 'https://github.com', false],
]
for (const [site, webUrl, reaches] of reach) {
  test(`${webUrl} ${reaches ? 'reaches' : 'does not reach'} ${site}`, () => {
    assert.equal(webhookUrlFor(webUrl, site), reaches ? `${site}/webhooks/github` : null)
  })
}

const names: [repository: string, name: string | null][] = [
  ['https://github.com/acme/shop.git', 'acme/shop'],
  ['https://github.com/acme/shop', 'acme/shop'],
  ['https://github.com/acme/shop/', 'acme/shop'],
  ['https://GitHub.com/Acme/shop.js.git', 'Acme/shop.js'],
  ['https://github.com/acme/git', 'acme/git'],
  ['https://github.com/acme', null],
  ['https://github.com/acme/shop/tree/main', null],
  ['https://github.com.evil.example/acme/shop', null],
  ['https://gitlab.com/acme/shop.git', null],
  ['git@github.com:acme/shop.git', null],
  ['/srv/git/acme/shop', null],
]
for (const [repository, name] of names) {
  test(`${repository} is ${name} at GitHub`, () => assert.equal(fullNameAt('https://github.com', repository), name))
}
