import { DeleteItemCommand, DeleteTransaction, GetItemCommand, PutItemCommand, PutTransaction } from 'dynamodb-toolbox'
import type { UserChange, UserRecord, UserStore } from '../../core/ports/user-store.ts'
import { server } from './items/deployment.ts'
import { adminsItem, admissionItem, userItem } from './items/person.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { allOf } from './table/all-of.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import { onCondition, type Write, write } from './table/write.ts'

type Admins = { logins: string[]; version: number }

export function createUserStore(table: RecordsTable): UserStore {
  const users = userItem(table)
  const admins = adminsItem(table)
  const admissions = admissionItem(table)

  const read = async (login: string) =>
    (await users.build(GetItemCommand).key({ login }).options({ consistent: true }).send()).Item ?? null

  async function readAdmins(): Promise<Admins> {
    const { Item } = await admins.build(GetItemCommand).key(server).options({ consistent: true }).send()
    return Item ?? { logins: [], version: 0 }
  }

  /** Who the admins are next, if they are still those that were read. Nothing to be written where that stays as it is. */
  function putAdmins({ logins, version }: Admins, login: string, isOne: boolean): Write[] {
    if (logins.includes(login) === isOne) return []
    const next = isOne ? [...logins, login] : logins.filter(one => one !== login)
    const put = admins.build(PutTransaction).item({ ...server, logins: next, version: version + 1 })
    const unchanged = version === 0 ? { exists: false as const } : { eq: version }
    return [put.options({ condition: { attr: 'version', ...unchanged } })]
  }

  const isLast = ({ logins }: Admins, login: string): boolean => logins.length === 1 && logins[0] === login

  return {
    async user(login) {
      return (await read(login))?.record ?? null
    },
    async users() {
      return (await allOf(table, users, { partition: 'users' })).map(one => one.record)
    },
    addUser(user) {
      const record = copy(user)
      const { login } = record
      const put = users.build(PutTransaction).item({ login, record, version: 1 })
      return untilUndisturbed(async () => {
        const { done, unmet } = await write(
          put.options({ condition: { attr: 'login', exists: false } }),
          ...(isAdmin(record) ? putAdmins(await readAdmins(), login, true) : []),
        )
        if (done) return true
        return unmet.includes(0) ? false : again
      })
    },
    updateUser(login, change, { forced } = { forced: false }) {
      const given = copy(change)
      return untilUndisturbed(async () => {
        const [found, known] = await Promise.all([read(login), readAdmins()])
        if (!found) return 'missing'
        const record = changed(found.record, given)
        if (!forced && !isAdmin(record) && isLast(known, login)) return 'last_admin'
        const put = users.build(PutTransaction).item({ login, record, version: found.version + 1 })
        const { done } = await write(
          put.options({ condition: { attr: 'version', eq: found.version } }),
          ...putAdmins(known, login, isAdmin(record)),
        )
        return done ? 'done' : again
      })
    },
    removeUser(login) {
      return untilUndisturbed(async () => {
        const [found, known] = await Promise.all([read(login), readAdmins()])
        if (!found) return 'missing'
        if (isLast(known, login)) return 'last_admin'
        const gone = users.build(DeleteTransaction).key({ login })
        const { done } = await write(
          gone.options({ condition: { attr: 'version', eq: found.version } }),
          ...putAdmins(known, login, false),
        )
        return done ? 'done' : again
      })
    },
    async admissions() {
      return (await allOf(table, admissions, { partition: 'admissions' })).map(one => one.record)
    },
    async saveAdmission(admission) {
      const record = copy(admission)
      await admissions.build(PutItemCommand).item({ who: record.who, record }).send()
    },
    removeAdmission(who) {
      const gone = admissions.build(DeleteItemCommand).key({ who })
      return onCondition(gone.options({ condition: { attr: 'who', exists: true } }))
    },
  }
}

function changed(before: UserRecord, { apps, ...change }: UserChange): UserRecord {
  const roles = Object.entries({ ...before.apps, ...apps }).filter(([, role]) => role !== null)
  return { ...before, ...change, apps: Object.fromEntries(roles) as UserRecord['apps'] }
}

const isAdmin = ({ role, admitted }: UserRecord): boolean => role === 'admin' && admitted
