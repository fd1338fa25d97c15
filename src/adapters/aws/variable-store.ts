import { ConditionCheck, PutTransaction, QueryCommand } from 'dynamodb-toolbox'
import { TrellisError } from '../../core/errors.ts'
import type { VariableRecord, VariableStore } from '../../core/ports/variable-store.ts'
import { environmentItem } from './items/environment.ts'
import { drawerOf, variablesItem } from './items/variable.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import { isTooLarge, type Write, write } from './table/write.ts'

interface Drawer {
  drawer: number
  records: VariableRecord[]
  version: number
}

export function createVariableStore(table: RecordsTable): VariableStore {
  const drawers = variablesItem(table)
  const environments = environmentItem(table)

  async function read(app: string, environment: string): Promise<Map<number, Drawer>> {
    const query = table
      .build(QueryCommand)
      .entities(drawers)
      .query({ partition: `environment#${app}/${environment}`, range: { beginsWith: 'variables#' } })
    const { Items = [] } = await query.options({ consistent: true, maxPages: Number.POSITIVE_INFINITY }).send()
    return new Map(Items.map(one => [one.drawer, one]))
  }

  /** What a drawer holds next, if it is still as it was read. */
  function put(app: string, environment: string, { drawer, version }: Drawer, records: VariableRecord[]): Write {
    const next = drawers.build(PutTransaction).item({ app, environment, drawer, records, version: version + 1 })
    const condition =
      version === 0 ? ({ attr: 'version', exists: false } as const) : ({ attr: 'version', eq: version } as const)
    return next.options({ condition })
  }

  return {
    async variables(app, environment) {
      const records = [...(await read(app, environment)).values()].flatMap(one => one.records)
      return records.sort((a, b) => (a.key < b.key ? -1 : 1))
    },
    async saveVariables(app, environment, variables) {
      const given = Map.groupBy(copy(variables), one => drawerOf(one.key))
      const stands = environments
        .build(ConditionCheck)
        .key({ app, name: environment })
        .condition({ attr: 'version', exists: true })
      await untilUndisturbed(async () => {
        const stored = await read(app, environment)
        const puts = [...given].map(([drawer, added]) => {
          const before = stored.get(drawer) ?? { drawer, records: [], version: 0 }
          const replaced = new Map([...before.records, ...added].map(one => [one.key, one]))
          return put(app, environment, before, [...replaced.values()])
        })
        const { done, unmet } = await write(stands, ...puts).catch(error => refuse(error, environment))
        if (unmet.includes(0)) {
          throw new TrellisError('environment_not_found', `There is no environment ${environment} of ${app}.`)
        }
        return done ? undefined : again
      })
    },
    removeVariable: (app, environment, key) =>
      untilUndisturbed(async () => {
        const before = (await read(app, environment)).get(drawerOf(key))
        const rest = before?.records.filter(one => one.key !== key) ?? []
        if (!before || rest.length === before.records.length) return false
        return (await write(put(app, environment, before, rest))).done ? true : again
      }),
  }
}

function refuse(error: unknown, environment: string): never {
  if (!isTooLarge(error)) throw error
  throw new TrellisError(
    'invalid_input',
    `These variables of ${environment} are too large to be saved in one step: DynamoDB takes 4 MB.`,
    'Save fewer at a time, or shorter ones.',
    { cause: error },
  )
}
