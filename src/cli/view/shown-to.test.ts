import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SessionInfo } from '../../contract/session.ts'
import { shownTo } from './shown-to.ts'

type Access = SessionInfo['access']
const person = (access: Partial<Access>): SessionInfo => ({
  ...{ actor: { kind: 'user', name: 'mia' }, expiresAt: null, refused: {} },
  access: { role: null, apps: {}, scope: null, ...access },
})
const token = (
  scope: Partial<NonNullable<Access['scope']>>,
  access: Partial<Access> = { role: 'admin' },
): SessionInfo => ({
  ...person({ ...access, scope: { app: null, environments: null, actions: ['read'], ...scope } }),
  actor: { kind: 'token', name: 'ci' },
})

test('whoever sees all is told of no limits', () => {
  assert.equal(shownTo(person({ role: 'viewer' })), null)
  assert.equal(shownTo(token({})), null)
})

test('whoever sees a part is told which', () => {
  assert.equal(shownTo(person({ apps: { shop: 'viewer', blog: 'admin' } })), 'You are shown only shop, blog')
  assert.equal(shownTo(token({ app: 'shop' })), 'The token ci is shown only shop')
  assert.equal(shownTo(token({ app: 'shop', environments: ['qa'] })), 'The token ci is shown only qa of shop')
  assert.equal(shownTo(token({ environments: ['qa'] })), 'The token ci is shown only qa of every app')
  assert.equal(shownTo(token({}, { apps: { shop: 'deployer' } })), 'The token ci is shown only shop')
  assert.equal(shownTo(token({ actions: ['deploy'] })), 'The token ci was not made to read')
  assert.equal(shownTo(person({})), 'You are shown only no app')
})
