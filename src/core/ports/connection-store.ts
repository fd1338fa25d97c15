/** The GitHub App that is this server's. What is secret is sealed. Times are milliseconds since 1970. */
export interface ConnectionRecord {
  /** Where GitHub's pages are, without a slash at its end. */
  webUrl: string
  appId: number
  slug: string
  name: string
  owner: string
  /** Its page. */
  url: string
  clientId: string
  clientSecret: string
  privateKey: string
  /** Null: it has no webhook, since GitHub could not reach this server when it was made. */
  webhookSecret: string | null
  webhookUrl: string | null
  /** The secret before it, for what was on its way when it was exchanged. */
  formerSecret: { sealed: string; until: number } | null
  connectedAt: number
  keyChangedAt: number
  secretChangedAt: number
}

/** An App that is being made: whoever comes back from GitHub must show its state, of which only the hash is known here. */
export interface ConnectionWish {
  stateHash: string
  webUrl: string
  /** Where the form goes, and what is in it. */
  action: string
  manifest: string
  webhookUrl: string | null
  expiresAt: number
}

/** The connection to GitHub: one at most. Each method is atomic. */
export interface ConnectionStore {
  connection(): Promise<ConnectionRecord | null>
  /** In the place of an earlier one. */
  save(record: ConnectionRecord): Promise<void>
  /** No-op when there is none. */
  remove(): Promise<void>
  /** Forgets those that have expired by then. */
  addWish(wish: ConnectionWish, now: number): Promise<void>
  /** Null also when it has expired at `now`. */
  wish(stateHash: string, now: number): Promise<ConnectionWish | null>
  /** Uses it up: of several that try at once one gets it. */
  takeWish(stateHash: string, now: number): Promise<ConnectionWish | null>
}
