import { number, string } from 'dynamodb-toolbox'
import { sortable } from '../table/positions.ts'

/** What ends by itself, in the order in which it does. */
export const expiring = 'expiring'

export const expiry = (expiresAt: number) => ({ expiresAt, list: expiring, position: sortable(expiresAt) })

export const expiryAttributes = { expiresAt: number(), list: string(), position: string() }
