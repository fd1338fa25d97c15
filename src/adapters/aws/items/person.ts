import { Entity, item, list, number, string } from 'dynamodb-toolbox'
import type { Admission, UserRecord } from '../../../core/ports/user-store.ts'
import type { RecordsTable } from '../table/open-table.ts'
import { asIs } from './as-is.ts'

export const userItem = (table: RecordsTable) =>
  new Entity({
    name: 'user',
    table,
    schema: item({ login: string().key(), record: asIs<UserRecord>(), version: number() }),
    computeKey: ({ login }) => ({ pk: 'users', sk: login }),
    timestamps: false,
  })

/** Who may administer the server: in one item, so that the last of them cannot go unseen. */
export const adminsItem = (table: RecordsTable) =>
  new Entity({
    name: 'admins',
    table,
    schema: item({ server: string().key(), logins: list(string()), version: number() }),
    computeKey: ({ server }) => ({ pk: server, sk: 'admins' }),
    timestamps: false,
  })

export const admissionItem = (table: RecordsTable) =>
  new Entity({
    name: 'admission',
    table,
    schema: item({ who: string().key(), record: asIs<Admission>() }),
    computeKey: ({ who }) => ({ pk: 'admissions', sk: who }),
    timestamps: false,
  })
