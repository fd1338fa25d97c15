import { BatchDeleteRequest, DeleteItemCommand, GetItemCommand, QueryCommand } from 'dynamodb-toolbox'
import { actorItem, deploymentItem, numberItem, openItem } from './items/deployment.ts'
import { removedItem } from './items/environment.ts'
import { decidedItem, decisionItem, reportItem } from './items/github.ts'
import { variablesItem } from './items/variable.ts'
import { allOf } from './table/all-of.ts'
import { deleteAll } from './table/delete-all.ts'
import type { RecordsTable } from './table/open-table.ts'

const all = { consistent: true, maxPages: Number.POSITIVE_INFINITY } as const

/**
 * Forgets what was recorded of environments that are gone. They are more records than one transaction can hold, so that an
 * environment goes in two steps: the first, atomic, takes it away and notes that it is to be forgotten; the second is this
 * one, which may be interrupted and is begun again: before an environment of that name comes back, and by `rest`.
 */
export class Forgetting {
  readonly #table: RecordsTable
  readonly #items: ReturnType<typeof itemsOf>

  constructor(table: RecordsTable) {
    this.#table = table
    this.#items = itemsOf(table)
  }

  /** All that was noted and is not done. */
  async rest(): Promise<void> {
    const { removed } = this.#items
    const query = this.#table.build(QueryCommand).entities(removed).query({ partition: 'removed' })
    for (const { app, name } of (await query.options(all).send()).Items ?? []) await this.#forget(app, name)
  }

  /** No-op where nothing was noted. */
  async environment(app: string, name: string): Promise<void> {
    const noted = this.#items.removed.build(GetItemCommand).key({ app, name })
    if ((await noted.options({ consistent: true }).send()).Item) await this.#forget(app, name)
  }

  async #forget(app: string, name: string): Promise<void> {
    const { deployment, open, number, report, variable, decision, decided, actor, removed } = this.#items
    const partition = `environment#${app}/${name}`
    const numbers = this.#table
      .build(QueryCommand)
      .entities(number)
      .query({ partition, range: { beginsWith: 'number#' } })
    const deployments = (await numbers.options(all).send()).Items ?? []
    // The numbers last: they lead to the deployments.
    await deleteAll(
      this.#table,
      deployments.map(({ id }) => open.build(BatchDeleteRequest).key({ id })),
    )
    await deleteAll(
      this.#table,
      deployments.map(({ id }) => deployment.build(BatchDeleteRequest).key({ id })),
    )
    await deleteAll(
      this.#table,
      deployments.map(({ id }) => report.build(BatchDeleteRequest).key({ id })),
    )
    await deleteAll(
      this.#table,
      deployments.map(one => number.build(BatchDeleteRequest).key({ app, environment: name, number: one.number })),
    )
    const variables = this.#table
      .build(QueryCommand)
      .entities(variable)
      .query({ partition, range: { beginsWith: 'variables#' } })
    const drawers = (await variables.options({ ...all, attributes: ['drawer'] }).send()).Items ?? []
    await deleteAll(
      this.#table,
      drawers.map(({ drawer }) => variable.build(BatchDeleteRequest).key({ app, environment: name, drawer })),
    )
    const commits = await allOf(this.#table, decision, { partition, range: { beginsWith: 'decision#' } })
    await deleteAll(
      this.#table,
      commits.map(({ commit }) => decision.build(BatchDeleteRequest).key({ app, environment: name, commit })),
    )
    const places = await allOf(this.#table, decided, { partition, range: { beginsWith: 'decided#' } })
    await deleteAll(
      this.#table,
      places.map(({ place }) => decided.build(BatchDeleteRequest).key({ app, environment: name, place })),
    )
    const actors = this.#table
      .build(QueryCommand)
      .entities(actor)
      .query({ partition: 'actors', range: { beginsWith: `${app}/${name}/` } })
    const people = (await actors.options(all).send()).Items ?? []
    await deleteAll(
      this.#table,
      people.map(one => actor.build(BatchDeleteRequest).key(one)),
    )
    await removed.build(DeleteItemCommand).key({ app, name }).send()
  }
}

const itemsOf = (table: RecordsTable) => ({
  deployment: deploymentItem(table),
  open: openItem(table),
  number: numberItem(table),
  report: reportItem(table),
  variable: variablesItem(table),
  decision: decisionItem(table),
  decided: decidedItem(table),
  actor: actorItem(table),
  removed: removedItem(table),
})
