import { Entity, item, string } from 'dynamodb-toolbox'
import type { Actor } from '../../../contract/actor.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'
import { expiryAttributes } from './expiry.ts'

/** Who looks on through a connection. */
export interface Watcher {
  actor: Actor
  /** The hash of the session's token; null with a token. */
  session: string | null
}

export const connectionItem = (table: RecordsTable) =>
  new Entity({
    name: 'connection',
    table,
    schema: item({ id: string().key(), watcher: asIs<Watcher>(), ...expiryAttributes }),
    computeKey: ({ id }) => ({ pk: `connection#${id}`, sk: 'connection' }),
    timestamps: false,
  })

/** What opens a connection, once and soon. Only its hash is known here. */
export const ticketItem = (table: RecordsTable) =>
  new Entity({
    name: 'ticket',
    table,
    schema: item({ id: string().key(), watcher: asIs<Watcher>(), ...expiryAttributes }),
    computeKey: ({ id }) => ({ pk: `ticket#${id}`, sk: 'ticket' }),
    timestamps: false,
  })

/** What a connection watches, to be found by the connection. */
export const topicOfItem = (table: RecordsTable) =>
  new Entity({
    name: 'topic-of',
    table,
    schema: item({ connection: string().key(), topic: string().key() }),
    computeKey: ({ connection, topic }) => ({ pk: `connection#${connection}`, sk: `topic#${topic}` }),
    timestamps: false,
  })

/** Who watches a topic, to be found by the topic. */
export const watchItem = (table: RecordsTable) =>
  new Entity({
    name: 'watch',
    table,
    schema: item({ topic: string().key(), connection: string().key(), watcher: asIs<Watcher>() }),
    computeKey: ({ topic, connection }) => ({ pk: `topic#${topic}`, sk: connection }),
    timestamps: false,
  })
