import { $set } from 'dynamodb-toolbox'

/** A value that takes the place of the one before. Left to itself the library changes its fields one by one, and keeps those that are no more. */
export const whole = <T extends object>(value: T): T => $set(value) as unknown as T
