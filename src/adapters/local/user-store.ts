import type { Admission, UserChange, UserRecord, UserStore } from '../../core/ports/user-store.ts'
import type { Database } from './database.ts'
import { parsed, records } from './rows.ts'

export function createUserStore(database: Database): UserStore {
  const isLast = (login: string) => {
    const admins = database.all('SELECT login FROM users WHERE is_admin = 1 LIMIT 2')
    return admins.length === 1 && admins[0]?.login === login
  }
  const read = (login: string) =>
    parsed<UserRecord>(database.get('SELECT record FROM users WHERE login = ?', login), 'record')
  return {
    async user(login) {
      return read(login)
    },
    async users() {
      return records<UserRecord>(database.all('SELECT record FROM users ORDER BY login'))
    },
    async addUser(user) {
      const sql = 'INSERT INTO users (login, is_admin, record) VALUES (?, ?, ?) ON CONFLICT (login) DO NOTHING'
      const values = [user.login, Number(isAdmin(user)), JSON.stringify(user)] as const
      return database.transaction(() => database.run(sql, ...values)) > 0
    },
    async updateUser(login, change, { forced } = { forced: false }) {
      return database.transaction(() => {
        const before = read(login)
        if (!before) return 'missing'
        const after = changed(before, change)
        if (!forced && !isAdmin(after) && isLast(login)) return 'last_admin'
        const sql = 'UPDATE users SET is_admin = ?, record = ? WHERE login = ?'
        database.run(sql, Number(isAdmin(after)), JSON.stringify(after), login)
        return 'done'
      })
    },
    async removeUser(login) {
      return database.transaction(() => {
        if (isLast(login)) return 'last_admin'
        return database.run('DELETE FROM users WHERE login = ?', login) > 0 ? 'done' : 'missing'
      })
    },
    async admissions() {
      return records<Admission>(database.all('SELECT record FROM admissions ORDER BY who'))
    },
    async saveAdmission(admission) {
      const sql = `INSERT INTO admissions (who, record) VALUES (?, ?)
                   ON CONFLICT (who) DO UPDATE SET record = excluded.record`
      database.transaction(() => database.run(sql, admission.who, JSON.stringify(admission)))
    },
    async removeAdmission(who) {
      return database.transaction(() => database.run('DELETE FROM admissions WHERE who = ?', who)) > 0
    },
  }
}

function changed(before: UserRecord, { apps, ...change }: UserChange): UserRecord {
  const roles = Object.entries({ ...before.apps, ...apps }).filter(([, role]) => role !== null)
  return { ...before, ...change, apps: Object.fromEntries(roles) as UserRecord['apps'] }
}

const isAdmin = ({ role, admitted }: UserRecord): boolean => role === 'admin' && admitted
