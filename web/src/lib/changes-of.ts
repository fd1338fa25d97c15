/** What is other than before, key by key; of what holds keys itself, only those of them. */
export function changesOf<Values extends object>(before: Values, after: Values): Partial<Values> {
  const changes: Partial<Values> = {}
  for (const key of Object.keys(after) as (keyof Values)[]) {
    const [old, now] = [before[key], after[key]]
    if (JSON.stringify(old) === JSON.stringify(now)) continue
    // What is within it may stay away, too, wherever it is sent.
    changes[key] = isRecord(old) && isRecord(now) ? (changesOf(old, now) as Values[keyof Values]) : now
  }
  return changes
}

export const isEmpty = (changes: object): boolean => Object.keys(changes).length === 0

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
