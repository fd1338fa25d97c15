import type { Admission, UserChange, UserRecord, UserStore } from '../../core/ports/user-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'

export function createUserStore(pause: Pause): UserStore {
  const users = new Map<string, UserRecord>()
  const admissions = new Map<string, Admission>()
  const sorted = <T>(map: Map<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => copy(one))
  const isLast = (login: string) => {
    const admins = [...users.values()].filter(isAdmin)
    return admins.length === 1 && admins[0]?.login === login
  }
  return {
    async user(login) {
      await pause()
      const found = users.get(login)
      return found ? copy(found) : null
    },
    async users() {
      await pause()
      return sorted(users)
    },
    async addUser(user) {
      await pause()
      if (users.has(user.login)) return false
      users.set(user.login, copy(user))
      return true
    },
    async updateUser(login, change, { forced } = { forced: false }) {
      await pause()
      const before = users.get(login)
      if (!before) return 'missing'
      const after = changed(before, copy(change))
      if (!forced && !isAdmin(after) && isLast(login)) return 'last_admin'
      users.set(login, after)
      return 'done'
    },
    async removeUser(login) {
      await pause()
      if (isLast(login)) return 'last_admin'
      return users.delete(login) ? 'done' : 'missing'
    },
    async admissions() {
      await pause()
      return sorted(admissions)
    },
    async saveAdmission(admission) {
      await pause()
      admissions.set(admission.who, copy(admission))
    },
    async removeAdmission(who) {
      await pause()
      return admissions.delete(who)
    },
  }
}

function changed(before: UserRecord, { apps, ...change }: UserChange): UserRecord {
  const roles = Object.entries({ ...before.apps, ...apps }).filter(([, role]) => role !== null)
  return { ...before, ...change, apps: Object.fromEntries(roles) as UserRecord['apps'] }
}

const isAdmin = ({ role, admitted }: UserRecord): boolean => role === 'admin' && admitted
