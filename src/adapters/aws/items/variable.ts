import { createHash } from 'node:crypto'
import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { VariableRecord } from '../../../core/ports/variable-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'

/** So that all variables of an environment can be changed in one transaction, which holds 100 writes, however many they are. */
const drawers = 90

/** Some of an environment's variables: those whose keys belong into the same drawer. */
export const variablesItem = (table: RecordsTable) =>
  new Entity({
    name: 'variables',
    table,
    schema: item({
      app: string().key(),
      environment: string().key(),
      drawer: number().key(),
      records: asIs<VariableRecord[]>(),
      version: number(),
    }),
    computeKey: ({ app, environment, drawer }) => ({
      pk: `environment#${app}/${environment}`,
      sk: `variables#${String(drawer).padStart(2, '0')}`,
    }),
    timestamps: false,
  })

export const drawerOf = (key: string): number => createHash('sha256').update(key).digest().readUInt32BE() % drawers
