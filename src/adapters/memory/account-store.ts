import { TrellisError } from '../../core/errors.ts'
import type { AccountRecord, AccountStore } from '../../core/ports/account-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'

export function createAccountStore(pause: Pause): AccountStore {
  const accounts = new Map<string, AccountRecord>()
  return {
    async addAccount(account) {
      await pause()
      if (accounts.has(account.name)) {
        throw new TrellisError('already_exists', `There is an account ${account.name} already.`)
      }
      accounts.set(account.name, copy(account))
    },
    async account(name) {
      await pause()
      return copy(accounts.get(name) ?? null)
    },
    async accounts() {
      await pause()
      return copy([...accounts.values()].sort((a, b) => (a.name < b.name ? -1 : 1)))
    },
    async replaceAccount(account) {
      await pause()
      if (!accounts.has(account.name)) return false
      accounts.set(account.name, copy(account))
      return true
    },
    async removeAccount(name) {
      await pause()
      accounts.delete(name)
    },
  }
}
