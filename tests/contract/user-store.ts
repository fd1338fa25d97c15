import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { UserRecord } from '../../src/core/ports/user-store.ts'
import type { MakeStores } from './places.ts'

const user = (login: string, change: Partial<UserRecord> = {}): UserRecord => ({
  ...{ login, githubId: null, name: null, role: 'viewer', apps: {}, admitted: true },
  ...{ confirmedAt: null, createdAt: 10, lastSeenAt: null },
  ...change,
})

export function suite(name: string, makeStores: MakeStores): void {
  describe(`UserStore (${name})`, () => {
    test('keeps people by their login, whoever adds them at the same moment', async t => {
      const { users } = makeStores(t)
      const tries = [
        users.addUser(user('mia')),
        users.addUser(user('mia', { role: 'admin' })),
        users.addUser(user('leo')),
      ]
      const [viewer, admin, leo] = await Promise.all(tries)
      assert.deepEqual([viewer, leo], [!admin, true])
      const mia = user('mia', viewer ? {} : { role: 'admin' })
      assert.deepEqual(await users.user('mia'), mia)
      assert.equal(await users.user('eve'), null)
      assert.deepEqual(await users.users(), [user('leo'), mia])
    })

    test('changes what is named and nothing else, roles on apps one by one', async t => {
      const { users } = makeStores(t)
      await users.addUser(user('mia', { apps: { shop: 'admin', blog: 'viewer' } }))
      const changes = [
        users.updateUser('mia', { apps: { shop: null, api: 'deployer' } }),
        users.updateUser('mia', { role: null, name: 'Mia' }),
      ]
      assert.deepEqual(await Promise.all(changes), ['done', 'done'])
      const apps = { blog: 'viewer', api: 'deployer' } as const
      assert.deepEqual(await users.user('mia'), user('mia', { role: null, name: 'Mia', apps }))
      assert.equal(await users.updateUser('eve', { role: 'admin' }), 'missing')
      assert.equal(await users.user('eve'), null)
    })

    test('the last admin stays one, whoever demotes, shuts out or removes at the same moment', async t => {
      const { users } = makeStores(t)
      for (const login of ['ada', 'bob']) await users.addUser(user(login, { role: 'admin' }))
      await users.addUser(user('eve', { role: 'admin', admitted: false }))
      const both = [users.updateUser('ada', { role: 'viewer' }), users.removeUser('bob')]
      const [demoted, removed] = await Promise.all(both)
      assert.deepEqual([demoted, removed].sort(), ['done', 'last_admin'])
      const last = demoted === 'done' ? 'bob' : 'ada'
      for (const change of [{ role: null }, { admitted: false }] as const) {
        assert.equal(await users.updateUser(last, change), 'last_admin')
      }
      assert.equal(await users.removeUser(last), 'last_admin')
      assert.equal(await users.updateUser(last, { name: 'Last' }), 'done')
      assert.deepEqual(await users.user(last), user(last, { role: 'admin', name: 'Last' }))
      assert.equal(await users.updateUser(last, { admitted: false }, { forced: true }), 'done')
      assert.equal(await users.removeUser(last), 'done')
      assert.equal(await users.removeUser(last), 'missing')
    })

    test('keeps whom sign-in lets in', async t => {
      const { users } = makeStores(t)
      for (const who of ['acme', '@mia', 'acme/ops']) await users.saveAdmission({ who, role: 'viewer' })
      await users.saveAdmission({ who: 'acme', role: 'deployer' })
      assert.deepEqual(await users.admissions(), [
        { who: '@mia', role: 'viewer' },
        { who: 'acme', role: 'deployer' },
        { who: 'acme/ops', role: 'viewer' },
      ])
      assert.deepEqual([await users.removeAdmission('acme'), await users.removeAdmission('acme')], [true, false])
      assert.equal((await users.admissions()).length, 2)
    })

    test('shares no object with its callers', async t => {
      const { users } = makeStores(t)
      const given = user('mia', { apps: { shop: 'viewer' } })
      await users.addUser(given)
      given.apps.shop = 'admin'
      const read = await users.user('mia')
      if (read) read.role = 'admin'
      assert.deepEqual(await users.user('mia'), user('mia', { apps: { shop: 'viewer' } }))
    })
  })
}
