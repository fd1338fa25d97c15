import type { SQLInputValue } from 'node:sqlite'
import type { Naming } from '../../contract/job.ts'
import { TrellisError } from '../../core/errors.ts'
import type { DeploymentRecord, DeploymentStore, EnvironmentState } from '../../core/ports/deployment-store.ts'
import type { Database, Row } from './database.ts'
import { parsed, records, textOrNull } from './rows.ts'

const stateColumns = 'app, name, status, live, latest, running, naming, fence'

const stateOf = (row: Row): EnvironmentState => ({
  app: String(row.app),
  environment: String(row.name),
  status: row.status as EnvironmentState['status'],
  live: textOrNull(row, 'live'),
  latest: textOrNull(row, 'latest'),
  running: textOrNull(row, 'running'),
  naming: parsed<Naming>(row, 'naming'),
  fence: Number(row.fence),
})

/** The tables `deployments` and `environments` as records. Writing is for the inside of a transaction. */
export class DeploymentRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  insert(record: DeploymentRecord): void {
    const { id, app, environment, number, kind, commit, state, version } = record
    this.#database.run(
      `INSERT INTO deployments (id, app, environment, number, kind, commit_id, state, version, record)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, app, environment, number, kind, commit, state, version, JSON.stringify(record)],
    )
  }

  /** Writes the change over the record, as its next version. */
  write(record: DeploymentRecord, change: Partial<DeploymentRecord>): DeploymentRecord {
    const changed = { ...record, ...change, version: record.version + 1 }
    const json = JSON.stringify(changed)
    this.#database.run(
      'UPDATE deployments SET state = ?, version = ?, commit_id = ?, kind = ?, record = ? WHERE id = ?',
      ...[changed.state, changed.version, changed.commit, changed.kind, json, record.id],
    )
    return JSON.parse(json) as DeploymentRecord
  }

  get(id: string): DeploymentRecord | null {
    return this.#one('WHERE id = ?', id)
  }

  find(app: string, environment: string, number: number): DeploymentRecord | null {
    return this.#one('WHERE app = ? AND environment = ? AND number = ?', app, environment, number)
  }

  oldestQueued(app: string, environment: string): DeploymentRecord | null {
    return this.#one(
      `WHERE app = ? AND environment = ? AND state = 'queued' ORDER BY position LIMIT 1`,
      app,
      environment,
    )
  }

  queuedPushes(app: string, environment: string): DeploymentRecord[] {
    const where = `WHERE app = ? AND environment = ? AND state = 'queued' ORDER BY position`
    return this.#many(where, app, environment).filter(one => one.kind === 'push')
  }

  newestPush(app: string, environment: string): DeploymentRecord | null {
    const where = `WHERE app = ? AND environment = ? AND kind = 'push' ORDER BY position DESC LIMIT 1`
    return this.#one(where, app, environment)
  }

  /** The newest operation, if it is a person's deployment that brings this commit. */
  bringing(app: string, environment: string, commit: string | null): DeploymentRecord | null {
    const where = `WHERE app = ? AND environment = ? AND state <> 'superseded' ORDER BY position DESC LIMIT 1`
    const newest = this.#one(where, app, environment)
    if (!newest || newest.commit !== commit || !['manual', 'promotion'].includes(newest.kind)) return null
    const { state, ending, cancelRequestedAt } = newest
    if (state === 'queued' || (state === 'running' && !ending && cancelRequestedAt === null)) return newest
    const standing = this.environment(app, environment)
    return standing?.status === 'deployed' && standing.live === newest.id ? newest : null
  }

  list({ before, limit, ...filter }: Parameters<DeploymentStore['list']>[0]): DeploymentRecord[] {
    const columns = {
      app: 'app',
      environment: 'environment',
      state: 'state',
      kind: 'kind',
      commit: 'commit_id',
      actor: 'asked_by',
    } as const
    const conditions: string[] = []
    const values: SQLInputValue[] = []
    for (const field of ['app', 'environment', 'state', 'kind', 'commit', 'actor'] as const) {
      const value = filter[field]
      if (value === undefined) continue
      // A commit has few deployments: the + keeps SQLite from a longer index that fits worse.
      const hidden = filter.commit !== undefined && field !== 'app' && field !== 'commit'
      conditions.push(`${hidden ? '+' : ''}${columns[field]} = ?`)
      values.push(value)
    }
    if (before !== undefined) {
      conditions.push('position < (SELECT position FROM deployments WHERE id = ?)')
      values.push(before)
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
    return this.#many(`${where} ORDER BY position DESC LIMIT ?`, ...values, limit)
  }

  some(ids: readonly string[]): DeploymentRecord[] {
    return this.#many('WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
  }

  actors(app?: string): string[] {
    const where = app === undefined ? '' : 'WHERE app = ?'
    const sql = `SELECT DISTINCT asked_by FROM deployments ${where} ORDER BY asked_by`
    return this.#database.all(sql, ...(app === undefined ? [] : [app])).map(row => String(row.asked_by))
  }

  open(): DeploymentRecord[] {
    return this.#many(`INDEXED BY deployments_open WHERE state IN ('queued', 'running') ORDER BY position`)
  }

  /** Said twice, so that SQLite sees that the index of the open ones holds all it needs. */
  running(): number {
    const sql = `SELECT count(*) AS n FROM deployments INDEXED BY deployments_open WHERE state IN ('queued', 'running') AND state = 'running'`
    return Number(this.#database.get(sql)?.n)
  }

  lastNumber(app: string, environment: string): number {
    const sql = 'SELECT max(number) AS n FROM deployments WHERE app = ? AND environment = ?'
    return Number(this.#database.get(sql, app, environment)?.n ?? 0)
  }

  /** Null: there is no such environment. */
  environment(app: string, environment: string): EnvironmentState | null {
    const sql = `SELECT ${stateColumns} FROM environments WHERE app = ? AND name = ?`
    const row = this.#database.get(sql, app, environment)
    return row ? stateOf(row) : null
  }

  environments(): EnvironmentState[] {
    return this.#database.all(`SELECT ${stateColumns} FROM environments`).map(stateOf)
  }

  writeEnvironment(app: string, environment: string, change: Partial<EnvironmentState>): void {
    const before = this.environment(app, environment)
    if (!before) throw new TrellisError('environment_not_found', `There is no environment ${environment} of ${app}.`)
    const { status, live, latest, running, naming, fence } = { ...before, ...change }
    this.#database.run(
      `UPDATE environments SET status = ?, live = ?, latest = ?, running = ?, naming = ?, fence = ? WHERE app = ? AND name = ?`,
      ...[status, live, latest, running, naming && JSON.stringify(naming), fence, app, environment],
    )
  }

  #one(where: string, ...values: SQLInputValue[]): DeploymentRecord | null {
    return parsed<DeploymentRecord>(this.#database.get(`SELECT record FROM deployments ${where}`, ...values), 'record')
  }

  #many(where: string, ...values: SQLInputValue[]): DeploymentRecord[] {
    return records<DeploymentRecord>(this.#database.all(`SELECT record FROM deployments ${where}`, ...values))
  }
}
