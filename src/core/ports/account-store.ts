import type { Account } from '../../contract/account.ts'

export interface AccountRecord extends Omit<Account, 'accountId'> {
  /** As AWS said; absent: nobody asked, or it was recorded before this was. */
  accountId?: string | null
  /** The sealed JSON of `{secretAccessKey, sessionToken?}`; null unless the account is given by keys. */
  secret: string | null
}

/** Accounts to deploy to. Each method is atomic. */
export interface AccountStore {
  /** @throws TrellisError already_exists */
  addAccount(account: AccountRecord): Promise<void>
  account(name: string): Promise<AccountRecord | null>
  /** By name. */
  accounts(): Promise<AccountRecord[]>
  /** @returns false when there is none of that name: then nothing changes. */
  replaceAccount(account: AccountRecord): Promise<boolean>
  /** No-op when missing. */
  removeAccount(name: string): Promise<void>
}
