import { Entity, item, number, string } from 'dynamodb-toolbox'
import { askedBy } from '../../../core/ports/deployment-record.ts'
import type { DeploymentRecord } from '../../../core/ports/deployment-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'

export const deploymentItem = (table: RecordsTable) =>
  new Entity({
    name: 'deployment',
    table,
    schema: item({
      id: string().key(),
      record: asIs<DeploymentRecord>(),
      version: number(),
      position: string(),
      app: string(),
      environment: string(),
      kind: string(),
      state: string(),
      actor: string(),
      list: string(),
      inApp: string(),
      inEnvironment: string(),
      inKind: string(),
      inCommit: string().optional(),
    }),
    computeKey: ({ id }) => ({ pk: `deployment#${id}`, sk: 'deployment' }),
    timestamps: false,
  })

/** Every deployment of the server. */
export const allDeployments = 'deployments'

/** What the indexes are told of a deployment. */
export const indexed = ({ app, environment, kind, state, actor, author, commit }: DeploymentRecord) => ({
  app,
  environment,
  kind,
  state,
  actor: askedBy({ actor, author }),
  list: allDeployments,
  inApp: app,
  inEnvironment: `${app}/${environment}`,
  inKind: `${app}/${environment}/${kind}`,
  ...(commit !== null && { inCommit: commit }),
})

/** A queued or running deployment: found without looking through those that are over. */
export const openItem = (table: RecordsTable) =>
  new Entity({
    name: 'open',
    table,
    schema: item({ id: string().key() }),
    computeKey: ({ id }) => ({ pk: 'open', sk: id }),
    timestamps: false,
  })

/** Which deployment of an environment has a number. */
export const numberItem = (table: RecordsTable) =>
  new Entity({
    name: 'number',
    table,
    schema: item({ app: string().key(), environment: string().key(), number: number().key(), id: string() }),
    computeKey: ({ app, environment, number: n }) => ({
      pk: `environment#${app}/${environment}`,
      sk: `number#${String(n).padStart(12, '0')}`,
    }),
    timestamps: false,
  })

/** Somebody whose doing a deployment of an environment was. */
export const actorItem = (table: RecordsTable) =>
  new Entity({
    name: 'actor',
    table,
    schema: item({ app: string().key(), environment: string().key(), name: string().key() }),
    computeKey: ({ app, environment, name }) => ({ pk: 'actors', sk: `${app}/${environment}/${name}` }),
    timestamps: false,
  })

/** How many deployments run on the whole server. */
export const runningItem = (table: RecordsTable) =>
  new Entity({
    name: 'running',
    table,
    schema: item({ server: string().key(), count: number() }),
    computeKey: ({ server }) => ({ pk: server, sk: 'running' }),
    timestamps: false,
  })
export const server = { server: 'server' }
