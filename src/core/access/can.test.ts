import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Action, Role, TokenAction } from '../../contract/access.ts'
import { TrellisError } from '../errors.ts'
import { type Asker, admin, trellis } from './asker.ts'
import { can, demand, type Subject } from './can.ts'

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

const person = (role: Role | null, login = 'leo', apps: Record<string, Role> = {}): Asker => ({
  ...{ kind: 'user', name: login },
  access: { login, role, apps, scope: null },
})
const all = { deploy: null, promote: null, rollback: null, teardown: null }
const production = { app: 'shop', environment: 'production', protected: true, allow: all }
const may = (asker: Asker, on: Subject) => changes.filter(action => can(asker, action, on).allowed)
const changes = ['set-variables', 'promote', 'rollback', 'teardown', 'cancel'] as const

test('a deployer changes what runs, a viewer looks, and whoever has no role sees nothing', () => {
  assert.deepEqual(may(person('deployer'), production), [...changes])
  assert.deepEqual(may(person('viewer'), production), [])
  assert.ok(can(person('viewer'), 'read', production).allowed)
  assert.ok(!can(person(null), 'read', production).allowed)
  assert.ok(!can(person('deployer'), 'administer', production).allowed)
})

test('a role on an app holds there alone, and never takes from the role on the server', () => {
  const leo = person('viewer', 'leo', { shop: 'admin', blog: 'viewer' })
  assert.ok(can(leo, 'administer', { app: 'shop' }).allowed)
  assert.ok(!can(leo, 'administer', { app: 'blog' }).allowed)
  assert.ok(!can(leo, 'administer', {}).allowed)
  assert.ok(can(person('admin', 'ada', { shop: 'viewer' }), 'administer', { app: 'shop' }).allowed)
})

test('production can be for a few: each operation for those it names, and for admins', () => {
  const few = { ...production, allow: { ...all, promote: ['mia'], teardown: [] } }
  assert.deepEqual(may(person('deployer'), few), ['rollback', 'cancel'])
  assert.deepEqual(may(person('deployer', 'mia'), few), ['set-variables', 'promote', 'rollback', 'cancel'])
  assert.deepEqual(may(person('viewer', 'mia'), few), ['set-variables', 'promote', 'cancel'])
  assert.deepEqual(may(person(null, 'mia'), few), [])
  assert.deepEqual(may(person('admin'), few), [...changes])
  assert.ok(can(person('viewer'), 'read', few).allowed)
  const verdict = can(person('deployer'), 'promote', few)
  assert.equal(!verdict.allowed && verdict.reason, 'in production that is for mia and admins alone')
})

test('a token may what it was made for, and never more than whoever made it', () => {
  const scope = { app: 'shop', environments: ['production'], actions: ['promote', 'rollback'] as TokenAction[] }
  const token = (asker: Asker): Asker => ({ kind: 'token', name: 'ci', access: { ...asker.access, scope } })
  assert.deepEqual(may(token(person('admin')), production), ['promote', 'rollback', 'cancel'])
  assert.deepEqual(may(token(person('viewer')), production), [])
  assert.deepEqual(may(token(person('admin')), { ...production, environment: 'staging' }), [])
  assert.deepEqual(may(token(person('admin')), { ...production, app: 'blog' }), [])
  assert.ok(!can(token(person('admin')), 'read', production).allowed)
  const few = { ...production, allow: { ...all, promote: ['mia'] } }
  assert.deepEqual(may(token(person('deployer')), few), ['rollback', 'cancel'])
})
