import { ConditionCheck, DeleteItemCommand, PutTransaction, QueryCommand } from 'dynamodb-toolbox'
import { TrellisError } from '../../core/errors.ts'
import type { VariableStore } from '../../core/ports/variable-store.ts'
import { environmentItem } from './items/environment.ts'
import { variableItem } from './items/variable.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import { mostWrites, write } from './table/write.ts'

export function createVariableStore(table: RecordsTable): VariableStore {
  const variables = variableItem(table)
  const environments = environmentItem(table)
  return {
    async variables(app, environment) {
      const query = table
        .build(QueryCommand)
        .entities(variables)
        .query({ partition: `environment#${app}/${environment}`, range: { beginsWith: 'variable#' } })
      const { Items = [] } = await query.options({ consistent: true, maxPages: Number.POSITIVE_INFINITY }).send()
      return Items.map(one => one.record)
    },
    async saveVariables(app, environment, given) {
      const puts = copy(given).map(record =>
        variables.build(PutTransaction).item({ app, environment, key: record.key, record }),
      )
      if (puts.length >= mostWrites) {
        throw new TrellisError(
          'invalid_input',
          `${puts.length} variables at once are more than can be saved in one step here.`,
          `Set at most ${mostWrites - 1} at a time.`,
        )
      }
      const stands = environments
        .build(ConditionCheck)
        .key({ app, name: environment })
        .condition({ attr: 'version', exists: true })
      const { done } = await write(stands, ...puts)
      if (!done) throw new TrellisError('environment_not_found', `There is no environment ${environment} of ${app}.`)
    },
    async removeVariable(app, environment, key) {
      const remove = variables.build(DeleteItemCommand).key({ app, environment, key })
      const { Attributes } = await remove.options({ returnValues: 'ALL_OLD' }).send()
      return Attributes !== undefined
    },
  }
}
