import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { TrellisError } from '../../core/errors.ts'
import { DatabaseFile } from './database-file.ts'
import { type LogOnDisk, SharedSync, walSync } from './shared-sync.ts'
import { databaseDamaged, logFailure, sqliteFailure } from './sqlite-failure.ts'

export type Row = Record<string, SQLOutputValue>

/**
 * What survives a power cut: `durable` is on the disk before the answer; `quick` may lose the newest transactions then,
 * though never their order, and nothing when only the process dies. A durable one takes all earlier quick ones along.
 */
export type Durability = 'durable' | 'quick'

/** How long a statement waits for another process that writes. Meanwhile this one does nothing else. */
const patience = { usual: 10_000, spent: 50 }

/** One connection: statements are prepared once, and every failure leaves as a TrellisError where it has a name. */
export class Database {
  readonly path: string
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #log: LogOnDisk
  readonly #shared: SharedSync
  #file: DatabaseFile | null = null
  #damage: TrellisError | null = null
  #isPatient = true

  /** @param log how its log is written out */
  constructor(path: string, log: LogOnDisk = walSync(path)) {
    this.path = path
    this.#log = log
    this.#shared = new SharedSync(this.#log.sync)
    this.#connection = this.#attempt(() => new DatabaseSync(path, { timeout: patience.usual }))
    try {
      this.execute('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON')
      this.#file = this.#attempt(() => new DatabaseFile(path))
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** One or several statements without parameters or answer. */
  execute(sql: string): void {
    this.#attempt(() => this.#connection.exec(sql))
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#attempt(() => this.#prepared(sql).get(...values))
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#attempt(() => this.#prepared(sql).all(...values))
  }

  /** @returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#attempt(() => Number(this.#prepared(sql).run(...values).changes))
  }

  /** All of `work` or nothing, alone among all processes. `work` must not wait for anything. */
  transaction<T>(work: () => T, durability: Durability = 'durable'): T {
    this.#refuseDamaged()
    this.run(durability === 'durable' ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL')
    this.#begin()
    try {
      const result = work()
      // A commit may move all of the log into the file.
      this.#refuseDamaged()
      this.run('COMMIT')
      return result
    } catch (error) {
      // A full disk has rolled it back already.
      if (this.#connection.isOpen && this.#connection.isTransaction) this.run('ROLLBACK')
      throw error
    }
  }

  /**
   * A transaction that is on the disk when this answers. It is committed quickly, and written out off the main thread, together with
   * all that others committed meanwhile: else each would hold up the only thread for as long as the disk takes. What it changed
   * may be read a moment before it is safe. `work` as in `transaction`.
   */
  async durably<T>(work: () => T): Promise<T> {
    const result = this.transaction(work, 'quick')
    try {
      await this.#shared.wait()
    } catch (error) {
      throw logFailure(error, this.path)
    }
    return result
  }

  /** The text of every statement used so far. */
  get statements(): string[] {
    return [...this.#statements.keys()]
  }

  /** What somebody did to the file: from then on nothing is read or written, and the log stays as it is. */
  damage(): TrellisError | null {
    const found = this.#connection.isOpen ? this.#file?.damage() : null
    if (!found) return this.#damage
    this.#damage = databaseDamaged(this.path, found)
    this.#letGo()
    return this.#damage
  }

  /** May be called twice. */
  close(): void {
    if (this.damage() || !this.#connection.isOpen) return
    this.#file?.allowCheckpoint()
    this.#letGo()
  }

  #letGo(): void {
    this.#statements.clear()
    this.#log.close()
    this.#connection.close()
    this.#file?.close()
  }

  #refuseDamaged(): void {
    const damage = this.damage()
    if (damage) throw damage
  }

  /** Once was waited for long in vain: until the other process lets go, a server that answers is worth more than patience. */
  #begin(): void {
    try {
      this.run('BEGIN IMMEDIATE')
      this.#wait('usual')
    } catch (error) {
      if (error instanceof TrellisError && error.code === 'database_busy') this.#wait('spent')
      throw error
    }
  }

  #wait(how: keyof typeof patience): void {
    if (this.#isPatient === (how === 'usual')) return
    this.#isPatient = how === 'usual'
    this.execute(`PRAGMA busy_timeout = ${patience[how]}`)
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#connection.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #attempt<T>(work: () => T): T {
    if (this.#damage) throw this.#damage
    try {
      return work()
    } catch (error) {
      throw sqliteFailure(error, this.path)
    }
  }
}
