import type { Row } from './database.ts'

/** The value that a column holds as JSON; null for none. The column is written by the same store, which knows its type. */
export function parsed<T>(row: Row | undefined, column: string): T | null {
  const value = row?.[column]
  return typeof value === 'string' ? (JSON.parse(value) as T) : null
}

/** The records of a list of rows. */
export const records = <T>(rows: readonly Row[], column = 'record'): T[] =>
  rows.map(row => JSON.parse(String(row[column])) as T)

export const textOrNull = (row: Row, column: string): string | null => {
  const value = row[column]
  return typeof value === 'string' ? value : null
}
