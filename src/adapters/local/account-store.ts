import { TrellisError } from '../../core/errors.ts'
import type { AccountRecord, AccountStore } from '../../core/ports/account-store.ts'
import type { Database } from './database.ts'
import { parsed, records } from './rows.ts'

export function createAccountStore(database: Database): AccountStore {
  return {
    async addAccount(account) {
      const sql = 'INSERT INTO accounts (name, record) VALUES (?, ?) ON CONFLICT (name) DO NOTHING'
      const added = await database.durably(() => database.run(sql, account.name, JSON.stringify(account)))
      if (!added) throw new TrellisError('already_exists', `There is an account ${account.name} already.`)
    },
    async account(name) {
      return parsed<AccountRecord>(database.get('SELECT record FROM accounts WHERE name = ?', name), 'record')
    },
    async accounts() {
      return records<AccountRecord>(database.all('SELECT record FROM accounts ORDER BY name'))
    },
    async replaceAccount(account) {
      const sql = 'UPDATE accounts SET record = ? WHERE name = ?'
      return Boolean(await database.durably(() => database.run(sql, JSON.stringify(account), account.name)))
    },
    async removeAccount(name) {
      await database.durably(() => database.run('DELETE FROM accounts WHERE name = ?', name))
    },
  }
}
