import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { SharedSync, walSync } from './shared-sync.ts'
import { sqliteFailure } from './sqlite-failure.ts'

export type Row = Record<string, SQLOutputValue>

/**
 * What survives a power cut: `durable` is on the disk before the answer; `quick` may lose the newest transactions then,
 * though never their order, and nothing when only the process dies. A durable one takes all earlier quick ones along.
 */
export type Durability = 'durable' | 'quick'

/** One connection: statements are prepared once, and every failure leaves as a TrellisError where it has a name. */
export class Database {
  readonly path: string
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #log: ReturnType<typeof walSync>
  readonly #shared: SharedSync

  constructor(path: string) {
    this.path = path
    this.#log = walSync(path)
    this.#shared = new SharedSync(this.#log.sync)
    this.#connection = this.#attempt(() => new DatabaseSync(path, { timeout: 10_000 }))
    try {
      this.execute('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON')
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
    this.run(durability === 'durable' ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL')
    this.run('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.run('COMMIT')
      return result
    } catch (error) {
      // A full disk has rolled it back already.
      if (this.#connection.isTransaction) this.run('ROLLBACK')
      throw error
    }
  }

  /**
   * Makes all transactions so far as durable as if they had been begun so: for those that many make at once, each of which would
   * hold up the only thread for as long as the disk takes. @throws TrellisError disk_full, and what the disk says
   */
  async durable(): Promise<void> {
    await this.#shared.wait()
  }

  /** The text of every statement used so far. */
  get statements(): string[] {
    return [...this.#statements.keys()]
  }

  /** May be called twice. */
  close(): void {
    this.#statements.clear()
    this.#log.close()
    if (this.#connection.isOpen) this.#connection.close()
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#connection.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #attempt<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw sqliteFailure(error, this.path)
    }
  }
}
