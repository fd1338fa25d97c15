import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { Environment } from '../../../contract/app.ts'
import type { DeploymentKind } from '../../../contract/deployment.ts'
import type { EnvironmentState } from '../../../core/ports/deployment-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'

/** Where an environment stands, and what waits for it. All that decides whether something may happen to it, in one item. */
export interface Line {
  state: EnvironmentState
  /** Oldest first. */
  queue: Array<{ id: string; kind: DeploymentKind }>
  lastNumber: number
  lastPosition: string | null
  /** The newest operation but for pushes that wait, which the next push replaces, and those that were replaced. */
  newest: { id: string; number: number } | null
  newestPush: { id: string; commit: string | null; branch: string | null } | null
}

export const emptyLine = (app: string, environment: string): Line => ({
  state: { app, environment, status: 'empty', live: null, latest: null, running: null, naming: null, fence: 0 },
  queue: [],
  lastNumber: 0,
  lastPosition: null,
  newest: null,
  newestPush: null,
})

export const environmentItem = (table: RecordsTable) =>
  new Entity({
    name: 'environment',
    table,
    schema: item({
      app: string().key(),
      name: string().key(),
      settings: asIs<Environment>(),
      line: asIs<Line>(),
      /** Of `line`; the settings change without it. */
      version: number(),
    }),
    computeKey: ({ app, name }) => ({ pk: 'environments', sk: `${app}/${name}` }),
    timestamps: false,
  })

/** An environment that is gone, and whose deployments and variables still have to be forgotten. */
export const removedItem = (table: RecordsTable) =>
  new Entity({
    name: 'removed',
    table,
    schema: item({ app: string().key(), name: string().key() }),
    computeKey: ({ app, name }) => ({ pk: 'removed', sk: `${app}/${name}` }),
    timestamps: false,
  })

/** What an environment remembers of an operation that counts from now on. */
export const counting = (line: Line, { id, number }: { id: string; number: number }): Line['newest'] =>
  line.newest && line.newest.number > number ? line.newest : { id, number }
