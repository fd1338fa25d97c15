import { any, Entity, item, string } from 'dynamodb-toolbox'
import type { VariableRecord } from '../../../core/ports/variable-store.ts'
import type { RecordsTable } from '../table/open-table.ts'

export const variableItem = (table: RecordsTable) =>
  new Entity({
    name: 'variable',
    table,
    schema: item({
      app: string().key(),
      environment: string().key(),
      key: string().key(),
      record: any().castAs<VariableRecord>(),
    }),
    computeKey: ({ app, environment, key }) => ({ pk: `environment#${app}/${environment}`, sk: `variable#${key}` }),
    timestamps: false,
  })
