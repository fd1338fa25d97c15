/** A value as JSON carries it: what a caller changes later is not changed here, and what cannot be read fails before anything is written. */
export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
