import { isDeepStrictEqual } from 'node:util'
import { ConditionCheck, DeleteTransaction, PutTransaction, QueryCommand, UpdateTransaction } from 'dynamodb-toolbox'
import type { Environment } from '../../contract/app.ts'
import { TrellisError } from '../../core/errors.ts'
import { DeploymentWrites } from './deployment-writes.ts'
import { emptyLine, environmentItem, type Line, removedItem } from './items/environment.ts'
import type { RecordsTable } from './table/open-table.ts'
import { whole } from './table/whole.ts'
import { mostWrites, type Write } from './table/write.ts'

export interface StoredEnvironment {
  app: string
  name: string
  settings: Environment
  line: Line
  version: number
}

/** What it takes to make the list of an app's environments another one. */
export class EnvironmentWrites {
  readonly #table: RecordsTable
  readonly #environments: ReturnType<typeof environmentItem>
  readonly #removed: ReturnType<typeof removedItem>
  readonly #deployments: DeploymentWrites

  constructor(table: RecordsTable) {
    this.#table = table
    this.#environments = environmentItem(table)
    this.#removed = removedItem(table)
    this.#deployments = new DeploymentWrites(table)
  }

  /** In the pipeline's order. @param app of every app when left out, app by app. */
  async read(app?: string): Promise<StoredEnvironment[]> {
    const range = app === undefined ? {} : { range: { beginsWith: `${app}/` } }
    const query = this.#table.build(QueryCommand).entities(this.#environments)
    const { Items = [] } = await query
      .query({ partition: 'environments', ...range })
      .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
      .send()
    return Items.sort(
      (a, b) => compare(a.app, b.app) || a.settings.position - b.settings.position || compare(a.name, b.name),
    )
  }

  /** Only what changes is written; who stays keeps what is recorded of it. */
  replace(app: string, before: readonly StoredEnvironment[], after: readonly Environment[]): Write[] {
    const stored = new Map(before.map(one => [one.name, one]))
    const stay = new Set(after.map(one => one.name))
    const gone = before.filter(one => !stay.has(one.name))
    const writes = [
      ...after.flatMap(settings => this.#put({ ...settings, app }, stored.get(settings.name))),
      ...gone.flatMap(one => this.#remove(one)),
    ]
    const running = gone.filter(one => one.line.state.running !== null).length
    if (running > 0) writes.push(this.#deployments.ended(running))
    if (writes.length < mostWrites) return writes
    throw new TrellisError(
      'invalid_input',
      `The environments of ${app} cannot all be changed in one step: there are too many.`,
      'Change fewer at a time.',
    )
  }

  #put(settings: Environment, stored: StoredEnvironment | undefined): Write[] {
    const { app, name } = settings
    if (stored && isDeepStrictEqual(stored.settings, settings)) return []
    if (stored) {
      const update = this.#environments.build(UpdateTransaction).item({ app, name, settings: whole(settings) })
      return [update.options({ condition: { attr: 'version', exists: true } })]
    }
    const line = emptyLine(app, name)
    return [
      this.#environments
        .build(PutTransaction)
        .item({ app, name, settings, line, version: 1 })
        .options({ condition: { attr: 'version', exists: false } }),
      // What an earlier one of that name left must be forgotten first.
      this.#removed.build(ConditionCheck).key({ app, name }).condition({ attr: 'name', exists: false }),
    ]
  }

  #remove({ app, name, version }: StoredEnvironment): Write[] {
    const condition = { attr: 'version', eq: version } as const
    return [
      this.#environments.build(DeleteTransaction).key({ app, name }).options({ condition }),
      this.#removed.build(PutTransaction).item({ app, name }),
    ]
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
