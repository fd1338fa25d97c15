import { Entity, item, number, string } from 'dynamodb-toolbox'
import type { LoginRequest } from '../../../core/ports/login-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'
import { expiryAttributes } from './expiry.ts'

/** A command line that waits, under the hash of what it shows. */
export const loginItem = (table: RecordsTable) =>
  new Entity({
    name: 'login',
    table,
    schema: item({
      id: string().key(),
      record: asIs<Omit<LoginRequest, 'decision' | 'askedAt'>>(),
      askedAt: number().optional(),
      decision: asIs<NonNullable<LoginRequest['decision']>>().optional(),
      ...expiryAttributes,
    }),
    computeKey: ({ id }) => ({ pk: `login#${id}`, sk: 'login' }),
    timestamps: false,
  })

/** Which request a person means, by the hash of what they type. */
export const loginCodeItem = (table: RecordsTable) =>
  new Entity({
    name: 'login-code',
    table,
    schema: item({ code: string().key(), device: string() }),
    computeKey: ({ code }) => ({ pk: `login-code#${code}`, sk: 'login-code' }),
    timestamps: false,
  })
