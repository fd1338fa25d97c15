import { any } from 'dynamodb-toolbox'

/** A value that the core made, kept as it is: its shape is the port's, and no second schema here could tell otherwise. */
export const asIs = <Value>() => any().castAs<Value>()
