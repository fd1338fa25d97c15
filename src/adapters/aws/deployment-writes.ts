import {
  $add,
  ConditionCheck,
  DeleteTransaction,
  PutTransaction,
  UpdateItemCommand,
  UpdateTransaction,
} from 'dynamodb-toolbox'
import type { DeploymentRecord } from '../../core/ports/deployment-store.ts'
import { endedItem } from './items/archived-log.ts'
import { actorItem, deploymentItem, indexed, numberItem, openItem, runningItem, server } from './items/deployment.ts'
import { environmentItem, type Line } from './items/environment.ts'
import type { RecordsTable } from './table/open-table.ts'
import { whole } from './table/whole.ts'
import { onCondition, type Write } from './table/write.ts'

export type Place = { app: string; environment: string }

/** The writes that the steps of a deployment are made of, each with the condition under which it may happen. */
export class DeploymentWrites {
  readonly #items: ReturnType<typeof itemsOf>

  constructor(table: RecordsTable) {
    this.#items = itemsOf(table)
  }

  /** A new deployment, its number and, if it waits, its place among the open ones. */
  insert(record: DeploymentRecord, position: string): Write[] {
    const { id, version, app, environment, number } = record
    const { deployment, open, number: numbers } = this.#items
    return [
      deployment
        .build(PutTransaction)
        .item({ id, record, version, position, ...indexed(record) })
        .options({ condition: { attr: 'id', exists: false } }),
      numbers
        .build(PutTransaction)
        .item({ app, environment, number, id })
        .options({ condition: { attr: 'id', exists: false } }),
      ...(record.state === 'queued' ? [open.build(PutTransaction).item({ id })] : []),
    ]
  }

  /** The next version of a record, if the one before it is still what is stored. */
  change(before: DeploymentRecord, after: DeploymentRecord): Write {
    return this.#items.deployment
      .build(UpdateTransaction)
      .item(changed(after))
      .options({ condition: unchanged(before) })
  }

  /** The same, where nothing else changes with it: most of the time, as a runner reports once a second. */
  changeAlone(before: DeploymentRecord, after: DeploymentRecord): Promise<boolean> {
    const update = this.#items.deployment.build(UpdateItemCommand).item(changed(after))
    return onCondition(update.options({ condition: unchanged(before) }))
  }

  /** That a record is still the one that was read. */
  same(record: DeploymentRecord): Write {
    return this.#items.deployment.build(ConditionCheck).key({ id: record.id }).condition(unchanged(record))
  }

  close(id: string): Write {
    return this.#items.open.build(DeleteTransaction).key({ id })
  }

  /** What an environment is next, if it is still as it was read. */
  move({ app, environment }: Place, version: number, line: Line): Write {
    return this.#items.environment
      .build(UpdateTransaction)
      .item({ app, name: environment, line: whole(line), version: version + 1 })
      .options({ condition: { attr: 'version', eq: version } })
  }

  /** That its log is to be archived some time. */
  noteEnd(id: string, finishedAt: string): Write {
    return this.#items.over.build(PutTransaction).item({ id, at: Date.parse(finishedAt) })
  }

  noteActor({ app, environment }: Place, name: string): Write {
    return this.#items.actor.build(PutTransaction).item({ app, environment, name })
  }

  /** One more runs, unless as many do as may. */
  started(limit: number | null): Write {
    const one = this.#items.running.build(UpdateTransaction).item({ ...server, count: $add(1) })
    if (limit === null) return one
    return one.options({
      condition: {
        or: [
          { attr: 'count', exists: false },
          { attr: 'count', lt: limit },
        ],
      },
    })
  }

  ended(n = 1): Write {
    return this.#items.running.build(UpdateTransaction).item({ ...server, count: $add(-n) })
  }
}

const changed = (record: DeploymentRecord) => ({
  id: record.id,
  record: whole(record),
  version: record.version,
  ...indexed(record),
})

const unchanged = ({ version, state }: DeploymentRecord) => ({
  and: [
    { attr: 'version' as const, eq: version },
    { attr: 'state' as const, eq: state },
  ],
})

const itemsOf = (table: RecordsTable) => ({
  deployment: deploymentItem(table),
  open: openItem(table),
  number: numberItem(table),
  environment: environmentItem(table),
  actor: actorItem(table),
  running: runningItem(table),
  over: endedItem(table),
})
