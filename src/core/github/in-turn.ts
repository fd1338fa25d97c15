const last = new WeakMap<object, Map<string, Promise<unknown>>>()

/** One after another for each key: what reads, asks GitHub and records must not overlap itself. */
export async function inTurn<T>(owner: object, key: string, work: () => Promise<T>): Promise<T> {
  const turns = last.get(owner) ?? new Map<string, Promise<unknown>>()
  last.set(owner, turns)
  const before = turns.get(key) ?? Promise.resolve()
  const mine = before.then(work, work)
  const over = mine.catch(() => undefined)
  turns.set(key, over)
  try {
    return await mine
  } finally {
    if (turns.get(key) === over) turns.delete(key)
  }
}
