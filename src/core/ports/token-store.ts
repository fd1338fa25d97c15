import type { AccessInfo } from '../../contract/access.ts'

/** A machine's token. Only the hash of what it shows is known here. Times are milliseconds since 1970. */
export interface TokenRecord {
  name: string
  hash: string
  /** Who made it: it may never do more than they may at the time. */
  maker: string
  scope: NonNullable<AccessInfo['scope']>
  createdAt: number
  /** From then on it opens nothing; null: never. */
  expiresAt: number | null
  /** Coarse: not every use is recorded. */
  lastUsedAt: number | null
}

/** Tokens of machines. Each method is atomic. */
export interface TokenStore {
  /** @throws TrellisError already_exists, for the name */
  addToken(token: TokenRecord): Promise<void>
  /** Also one that has expired. */
  token(hash: string): Promise<TokenRecord | null>
  /** By name. */
  tokens(): Promise<TokenRecord[]>
  /** Never back in time. No-op when missing. */
  tokenUsed(name: string, at: number): Promise<void>
  /** @returns what it was; null: there was none */
  removeToken(name: string): Promise<TokenRecord | null>
}
