import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientConfig } from './aws-client.ts'
import { type Access, lasting } from './lasting.ts'
import { Link } from './link.ts'
import type { FromWorker } from './messages.ts'
import { Session } from './session.ts'

const endsIn = (ms: number) => new Date(Date.now() + ms).toISOString()
const keys = (name: string, ms?: number) => ({
  ...{ accessKeyId: name, secretAccessKey: `the secret of ${name}`, sessionToken: 'session' },
  ...(ms !== undefined && { expiresAt: endsIn(ms) }),
})
const access = (ms?: number): Access => ({
  ...{ accountId: '1', region: 'eu-central-1', endpointUrl: null, credentials: keys('first', ms) },
})

test('credentials that expire in mid-deploy are asked for anew, once for all who wait; others are not', async () => {
  const asked: FromWorker[] = []
  const link = new Link(message => asked.push(message))
  const session = new Session({ ...access(2_000), renew: () => link.credentials() }, link)
  const provided = [lasting(session.access)].flatMap(provide => [provide(), provide()])
  assert.deepEqual(asked, [{ type: 'question', id: 1, question: { about: 'credentials' } }])
  link.answered(1, { credentials: keys('second', 3_600_000) })
  for (const given of await Promise.all(provided)) {
    assert.equal(given.accessKeyId, 'second')
    assert.ok('expiration' in given && given.expiration > new Date())
  }
  assert.equal((await clientConfig(session.access, undefined).credentials()).accessKeyId, 'second', 'of every client')
  for (const lasts of [access(), access(3_600_000)]) {
    const renew = () => assert.fail('nobody needs others')
    assert.equal((await lasting({ ...lasts, renew })()).accessKeyId, 'first')
  }
  assert.equal(asked.length, 1)
})

test('where there are no fresh ones, those that are known are used until AWS refuses them', async () => {
  assert.equal((await lasting({ ...access(1_000), renew: async () => undefined })()).accessKeyId, 'first')
})
