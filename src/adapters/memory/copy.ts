/**
 * Values go in and out of a double as through a database: as JSON. What a caller changes later is not changed in the
 * store, and what JSON cannot carry (`undefined`, a Map) is lost here too, so that a test notices.
 */
export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
