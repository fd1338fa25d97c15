import type { Actor } from '../../contract/actor.ts'

/** Lets whoever has its code sign in, once. Only the hash of the code is known here. */
export interface SignInLink {
  codeHash: string
  actor: Actor
  /** Milliseconds since 1970; from then on it opens nothing. */
  expiresAt: number
}

/** A browser or a command line that is signed in. Only the hash of its token is known here. */
export interface SessionRecord {
  tokenHash: string
  actor: Actor
  /** What it is the session of; the token of one opens nothing as the other. */
  kind: 'browser' | 'command-line'
  /** By what people know it again in a list. Not to be trusted. */
  label: string
  createdAt: number
  /** From then on it is over. */
  expiresAt: number
  /** Coarse: not every use is recorded. */
  lastUsedAt: number
}

/** Sessions, and the links that begin them. Each method is atomic. */
export interface SessionStore {
  addLink(link: SignInLink): Promise<void>
  /**
   * Uses a link up and records the session of its actor, in one step: of several that try at once one gets it.
   * @returns null when the link is unknown, was used, or has expired at `session.createdAt`; then nothing is recorded
   */
  redeem(codeHash: string, session: Omit<SessionRecord, 'actor' | 'lastUsedAt'>): Promise<SessionRecord | null>
  /** Records one that began without a link. */
  begin(session: SessionRecord): Promise<void>
  /** Those that have not expired at `now`, newest first. */
  sessions(now: number): Promise<SessionRecord[]>
  /** Null also when it has expired at `now`. */
  session(tokenHash: string, now: number): Promise<SessionRecord | null>
  /** Never back in time. No-op when missing. */
  used(tokenHash: string, at: number): Promise<void>
  /** No-op when missing. */
  end(tokenHash: string): Promise<void>
  /** @param kind absent: of both. @returns the hashes of the tokens of those that it ended */
  endAllOf(actor: Actor, kind?: SessionRecord['kind']): Promise<string[]>
  /** Forgets the links and sessions that have expired at `now`. */
  prune(now: number): Promise<void>
}
