import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { ConnectionRecord, ConnectionWish } from '../../../core/ports/connection-store.ts'
import type { DecisionRecord } from '../../../core/ports/decision-store.ts'
import type { ReportRecord } from '../../../core/ports/report-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'
import { expiryAttributes } from './expiry.ts'

/** The one connection to GitHub. */
export const gitHubItem = (table: RecordsTable) =>
  new Entity({
    name: 'github',
    table,
    schema: item({ server: string().key(), record: asIs<ConnectionRecord>() }),
    computeKey: ({ server }) => ({ pk: server, sk: 'github' }),
    timestamps: false,
  })

export const wishItem = (table: RecordsTable) =>
  new Entity({
    name: 'wish',
    table,
    schema: item({ id: string().key(), record: asIs<ConnectionWish>(), ...expiryAttributes }),
    computeKey: ({ id }) => ({ pk: `wish#${id}`, sk: 'wish' }),
    timestamps: false,
  })

/** A delivery that came. In the index of lists, so that old ones are found. */
export const deliveryItem = (table: RecordsTable) =>
  new Entity({
    name: 'delivery',
    table,
    schema: item({ id: string().key(), list: string(), position: string() }),
    computeKey: ({ id }) => ({ pk: `delivery#${id}`, sk: 'delivery' }),
    timestamps: false,
  })
export const allDeliveries = 'deliveries'

/** How many deliveries came. */
export const deliveryFactsItem = (table: RecordsTable) =>
  new Entity({
    name: 'delivery-facts',
    table,
    schema: item({
      server: string().key(),
      lastAt: number().optional(),
      accepted: number().optional(),
      refused: number().optional(),
    }),
    computeKey: ({ server }) => ({ pk: server, sk: 'deliveries' }),
    timestamps: false,
  })

/** What was decided about a commit, and under which place it lies among the decisions of its environment. */
export const decisionItem = (table: RecordsTable) =>
  new Entity({
    name: 'decision',
    table,
    schema: item({
      app: string().key(),
      environment: string().key(),
      commit: string().key(),
      record: asIs<DecisionRecord>(),
      place: string(),
    }),
    computeKey: ({ app, environment, commit }) => ({
      pk: `environment#${app}/${environment}`,
      sk: `decision#${commit}`,
    }),
    timestamps: false,
  })

/** The same in the order of deciding: an index would lag behind. */
export const decidedItem = (table: RecordsTable) =>
  new Entity({
    name: 'decided',
    table,
    schema: item({
      app: string().key(),
      environment: string().key(),
      place: string().key(),
      record: asIs<DecisionRecord>(),
    }),
    computeKey: ({ app, environment, place }) => ({ pk: `environment#${app}/${environment}`, sk: `decided#${place}` }),
    timestamps: false,
  })

/** What GitHub was told of a deployment. */
export const reportItem = (table: RecordsTable) =>
  new Entity({
    name: 'report',
    table,
    schema: item({ id: string().key(), record: asIs<ReportRecord>() }),
    computeKey: ({ id }) => ({ pk: `deployment#${id}`, sk: 'report' }),
    timestamps: false,
  })
