import type { Actor } from '../../contract/actor.ts'

/** A command line that waits to be let in. Only the hashes of its two codes are known here. */
export interface LoginRequest {
  /** Of what the command line shows to the server. */
  deviceHash: string
  /** Of what a person types into a browser. */
  codeHash: string
  /** What the command line calls the machine that it runs on. Not to be trusted. */
  machine: string
  /** From which address it asked. */
  address: string
  createdAt: number
  /** From then on it is over. */
  expiresAt: number
  /** Null: nobody has said anything yet. */
  decision: { approved: true; actor: Actor } | { approved: false } | null
  /** When the command line last asked whether it is in; null: not yet. */
  askedAt: number | null
}

/** Requests of command lines to be let in. Each method is atomic. */
export interface LoginStore {
  /** Forgets what has expired by then. */
  addLogin(request: LoginRequest): Promise<void>
  /** By what a person typed. Null also when it has expired at `now`. */
  login(codeHash: string, now: number): Promise<LoginRequest | null>
  /** Decided once: of several that try at once one does. @returns whether it was open until now */
  decideLogin(codeHash: string, decision: NonNullable<LoginRequest['decision']>, now: number): Promise<boolean>
  /** Notes that the command line asked. @returns what it was before; null also when it has expired at `now` */
  askLogin(deviceHash: string, now: number): Promise<LoginRequest | null>
  /** Uses one up that was decided: of several that try at once one gets it. */
  takeLogin(deviceHash: string): Promise<LoginRequest | null>
}
