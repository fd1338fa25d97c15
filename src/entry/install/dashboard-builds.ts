/** Which files of which build lie where browsers get them. Anybody may read it: it names what the pages name. */
export const listName = 'files.json'

export interface Builds {
  newest: string[]
  /** Pages of it may still be open somewhere, and load more of their parts. */
  before: string[]
}

/** Uploaded once more, a build does not push out the one before it. */
export function follow({ newest, before }: Builds, names: string[]): Builds {
  return { newest: names, before: JSON.stringify(newest) === JSON.stringify(names) ? before : newest }
}

/** What no page needs any more. */
export function outdated(there: Iterable<string>, { newest, before }: Builds): string[] {
  const kept = new Set([...newest, ...before, listName])
  return [...there].filter(name => !kept.has(name))
}
