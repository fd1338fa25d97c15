import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { Actor } from '../../../contract/actor.ts'
import type { SessionRecord, SignInLink } from '../../../core/ports/session-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'
import { expiryAttributes } from './expiry.ts'

export const linkItem = (table: RecordsTable) =>
  new Entity({
    name: 'link',
    table,
    schema: item({ id: string().key(), record: asIs<SignInLink>(), ...expiryAttributes }),
    computeKey: ({ id }) => ({ pk: `link#${id}`, sk: 'link' }),
    timestamps: false,
  })

export const sessionItem = (table: RecordsTable) =>
  new Entity({
    name: 'session',
    table,
    schema: item({
      id: string().key(),
      record: asIs<Omit<SessionRecord, 'lastUsedAt'>>(),
      lastUsedAt: number(),
      ...expiryAttributes,
    }),
    computeKey: ({ id }) => ({ pk: `session#${id}`, sk: 'session' }),
    timestamps: false,
  })

/** That a session is an actor's: written and removed with it, so that all of an actor are found at once. */
export const sessionOfItem = (table: RecordsTable) =>
  new Entity({
    name: 'session-of',
    table,
    schema: item({ kind: string().key(), actor: string().key(), session: string().key() }),
    computeKey: ({ kind, actor, session }) => ({ pk: sessionsOf({ kind, name: actor }), sk: session }),
    timestamps: false,
  })

export const sessionsOf = ({ kind, name }: Actor | { kind: string; name: string }): string => `sessions#${kind}#${name}`
