import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action } from '../../contract/access.ts'
import { TrellisError } from '../errors.ts'
import { admin, trellis } from './asker.ts'
import { can, demand } from './can.ts'

const user = admin('ada')
const token = { ...user, kind: 'token', name: 'ci' } as const
const system = trellis

/** Every action, so that a new one has to be thought of here. */
const actions = {
  read: '',
  administer: '',
  'set-variables': '',
  deploy: '',
  push: '',
  promote: '',
  rollback: '',
  teardown: '',
  cancel: '',
} satisfies Record<Action, ''>

const allowed = (actor: Parameters<typeof can>[0], isProtected: boolean) =>
  (Object.keys(actions) as Action[]).filter(
    action => can(actor, action, { environment: 'production', protected: isProtected }).allowed,
  )

test('people and tokens may do all but report pushes', () => {
  const all = ['read', 'administer', 'set-variables', 'deploy', 'promote', 'rollback', 'teardown', 'cancel']
  assert.deepEqual(allowed(user, false), all)
  assert.deepEqual(allowed(token, false), all)
})

test('nobody deploys or pushes to a protected environment', () => {
  const changes = ['promote', 'rollback', 'teardown', 'cancel']
  assert.deepEqual(allowed(user, true), ['read', 'administer', 'set-variables', ...changes])
  assert.deepEqual(allowed(token, true), ['read', 'administer', 'set-variables', ...changes])
  assert.deepEqual(allowed(system, true), ['read'])
})

test('Trellis itself reads and reports pushes, and does nothing that a person has to want', () => {
  assert.deepEqual(allowed(system, false), ['read', 'push'])
})

test('a refusal names its code, what is refused and what to do instead', () => {
  const refused = (code: string, said: RegExp) => (error: unknown) =>
    error instanceof TrellisError && error.code === code && said.test(error.message) && error.hint !== undefined
  const production = { environment: 'production', protected: true }
  assert.throws(() => demand(user, 'deploy', production), refused('environment_protected', /production is protected/))
  assert.throws(() => demand(user, 'push', {}), refused('not_allowed', /ada may not push/))
  assert.doesNotThrow(() => demand(user, 'promote', production))
})
