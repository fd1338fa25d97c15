import { BatchGetCommand, BatchGetRequest, executeBatchGet, GetItemCommand, QueryCommand } from 'dynamodb-toolbox'
import type { DeploymentRecord, DeploymentStore } from '../../core/ports/deployment-store.ts'
import { listDeployments } from './deployment-list.ts'
import { actorItem, deploymentItem, numberItem, openItem } from './items/deployment.ts'
import { emptyLine, environmentItem, type Line } from './items/environment.ts'
import type { RecordsTable } from './table/open-table.ts'

type Reading = Pick<
  DeploymentStore,
  'get' | 'find' | 'list' | 'actors' | 'some' | 'open' | 'environment' | 'environments'
>

/** As many as DynamoDB gives in one call. */
const atOnce = 100
const all = { consistent: true, maxPages: Number.POSITIVE_INFINITY } as const

/** Asks by keys and by indexes, never through all there is. */
export class DeploymentReads {
  readonly #table: RecordsTable
  readonly #deployments: ReturnType<typeof deploymentItem>
  readonly #environments: ReturnType<typeof environmentItem>
  readonly #actors: ReturnType<typeof actorItem>
  readonly #numbers: ReturnType<typeof numberItem>
  readonly #open: ReturnType<typeof openItem>

  constructor(table: RecordsTable) {
    this.#table = table
    this.#deployments = deploymentItem(table)
    this.#environments = environmentItem(table)
    this.#actors = actorItem(table)
    this.#numbers = numberItem(table)
    this.#open = openItem(table)
  }

  async one(id: string): Promise<{ record: DeploymentRecord; position: string } | null> {
    const { Item } = await this.#deployments.build(GetItemCommand).key({ id }).options({ consistent: true }).send()
    return Item ?? null
  }

  async many(ids: readonly string[]): Promise<Array<{ record: DeploymentRecord; position: string }>> {
    const found: Array<{ record: DeploymentRecord; position: string }> = []
    const wanted = [...new Set(ids)]
    for (let at = 0; at < wanted.length; at += atOnce) {
      const requests = wanted.slice(at, at + atOnce).map(id => this.#deployments.build(BatchGetRequest).key({ id }))
      const command = this.#table
        .build(BatchGetCommand)
        .requests(...requests)
        .options({ consistent: true })
      const { Responses } = await executeBatchGet({ maxAttempts: Number.POSITIVE_INFINITY }, command)
      for (const item of Responses[0] ?? []) if (item) found.push(item)
    }
    return found
  }

  /** Null: there is no such environment. */
  async line(app: string, environment: string): Promise<{ line: Line; version: number } | null> {
    const get = this.#environments.build(GetItemCommand).key({ app, name: environment })
    return (await get.options({ consistent: true }).send()).Item ?? null
  }

  async knowsActor(app: string, environment: string, name: string): Promise<boolean> {
    const get = this.#actors.build(GetItemCommand).key({ app, environment, name })
    return (await get.options({ consistent: true }).send()).Item !== undefined
  }

  asPort(): Reading {
    return {
      get: async id => (await this.one(id))?.record ?? null,
      find: (app, environment, number) => this.#find(app, environment, number),
      list: query => listDeployments(this.#table, this, query),
      some: async ids => (await this.many(ids)).map(one => one.record),
      open: () => this.#allOpen(),
      actors: async app => {
        const query = this.#table.build(QueryCommand).entities(this.#actors)
        const range = app === undefined ? {} : { range: { beginsWith: `${app}/` } }
        const { Items = [] } = await query
          .query({ partition: 'actors', ...range })
          .options(all)
          .send()
        return [...new Set(Items.map(one => one.name))].sort()
      },
      environment: async (app, environment) =>
        ((await this.line(app, environment))?.line ?? emptyLine(app, environment)).state,
      environments: async () => {
        const query = this.#table.build(QueryCommand).entities(this.#environments)
        const { Items = [] } = await query.query({ partition: 'environments' }).options(all).send()
        return Items.map(one => one.line.state)
      },
    }
  }

  async #find(app: string, environment: string, number: number | 'latest'): Promise<DeploymentRecord | null> {
    const id =
      number === 'latest'
        ? (await this.line(app, environment))?.line.state.latest
        : await this.#idOf(app, environment, number)
    return id ? ((await this.one(id))?.record ?? null) : null
  }

  async #idOf(app: string, environment: string, number: number): Promise<string | undefined> {
    const get = this.#numbers.build(GetItemCommand).key({ app, environment, number })
    return (await get.options({ consistent: true }).send()).Item?.id
  }

  async #allOpen(): Promise<DeploymentRecord[]> {
    const query = this.#table.build(QueryCommand).entities(this.#open).query({ partition: 'open' })
    const { Items = [] } = await query.options(all).send()
    const found = await this.many(Items.map(one => one.id))
    return (
      found
        .sort((a, b) => (a.position < b.position ? -1 : 1))
        .map(one => one.record)
        // It may have ended between the two questions.
        .filter(({ state }) => state === 'queued' || state === 'running')
    )
  }
}
