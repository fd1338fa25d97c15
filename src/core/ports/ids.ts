/** The only source of chance in the core. */
export interface Ids {
  /** Unique, sorts by time of creation, matches `^[\w-]+$`, says nothing secret. */
  id(): string
  /** At least 256 random bits, URL-safe, between 43 and 100 characters. */
  token(): string
}
