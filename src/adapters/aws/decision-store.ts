import { ConditionCheck, DeleteTransaction, GetItemCommand, PutTransaction, QueryCommand } from 'dynamodb-toolbox'
import type { DecisionStore } from '../../core/ports/decision-store.ts'
import { environmentItem } from './items/environment.ts'
import { decidedItem, decisionItem } from './items/github.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import type { Positions } from './table/positions.ts'
import { write } from './table/write.ts'

export function createDecisionStore(table: RecordsTable, positions: Positions): DecisionStore {
  const decisions = decisionItem(table)
  const decided = decidedItem(table)
  const environments = environmentItem(table)

  const read = async (app: string, environment: string, commit: string) => {
    const get = decisions.build(GetItemCommand).key({ app, environment, commit })
    return (await get.options({ consistent: true }).send()).Item ?? null
  }

  return {
    record(decision) {
      const record = copy(decision)
      const { app, environment, commit } = record
      const stands = environments
        .build(ConditionCheck)
        .key({ app, name: environment })
        .condition({ attr: 'version', exists: true })
      return untilUndisturbed(async () => {
        const before = await read(app, environment, commit)
        const place = positions.next(before?.place)
        const unchanged = before ? { eq: before.place } : { exists: false as const }
        const { done, unmet } = await write(
          stands,
          decisions
            .build(PutTransaction)
            .item({ app, environment, commit, record, place })
            .options({ condition: { attr: 'place', ...unchanged } }),
          decided.build(PutTransaction).item({ app, environment, place, record }),
          ...(before ? [decided.build(DeleteTransaction).key({ app, environment, place: before.place })] : []),
        )
        return done || unmet.includes(0) ? undefined : again
      })
    },
    async decision(app, environment, commit) {
      return (await read(app, environment, commit))?.record ?? null
    },
    async newest(app, environment, limit) {
      if (limit < 1) return []
      const query = table
        .build(QueryCommand)
        .entities(decided)
        .query({ partition: `environment#${app}/${environment}`, range: { beginsWith: 'decided#' } })
      const { Items = [] } = await query.options({ consistent: true, reverse: true, limit }).send()
      return Items.map(one => one.record)
    },
  }
}
