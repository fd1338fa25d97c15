import type { Role } from '../../contract/access.ts'

/** A person who may come in, or may not any more. Times are milliseconds since 1970. */
export interface UserRecord {
  /** At GitHub, in small letters. */
  login: string
  /** GitHub's own number: a name can be given up there and be taken by another person. Null: never signed in. */
  githubId: number | null
  name: string | null
  /** On the whole server; null: only what `apps` gives. */
  role: Role | null
  /** App → role. */
  apps: Record<string, Role>
  /** False: shut out, whatever their roles, until they sign in again. */
  admitted: boolean
  /** When GitHub last said that they may come in; null: never, or that nobody asks it. */
  confirmedAt: number | null
  createdAt: number
  lastSeenAt: number | null
}

/** Whom sign-in by GitHub lets in, and as what they come in for the first time. */
export interface Admission {
  /** `acme`: all members of the organisation. `acme/platform`: of a team. `@mia`: a person. In small letters. */
  who: string
  role: Role
}

/** Only the fields given change. Of `apps` only those named: null takes the role away. */
export type UserChange = Partial<Omit<UserRecord, 'login' | 'apps'>> & { apps?: Record<string, Role | null> }

/** People, and who else is let in. Each method is atomic. */
export interface UserStore {
  user(login: string): Promise<UserRecord | null>
  /** By login. */
  users(): Promise<UserRecord[]>
  /** @returns false, with nothing changed, when they are known already */
  addUser(user: UserRecord): Promise<boolean>
  /**
   * @returns `last_admin`, with nothing changed, when by it the last admitted admin of the server would be lost and that is
   * not `forced`
   */
  updateUser(login: string, change: UserChange, how?: { forced: boolean }): Promise<'done' | 'missing' | 'last_admin'>
  /** @returns as updateUser */
  removeUser(login: string): Promise<'done' | 'missing' | 'last_admin'>
  /** By `who`. */
  admissions(): Promise<Admission[]>
  /** Adds or replaces. */
  saveAdmission(admission: Admission): Promise<void>
  /** @returns whether it was there */
  removeAdmission(who: string): Promise<boolean>
}
