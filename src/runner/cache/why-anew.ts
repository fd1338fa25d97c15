import { type Parts, variablesPart } from './key.ts'
import type { Entry } from './store.ts'

/** What is known of an install that was kept. */
type Known = Pick<Entry, 'savedAt' | 'parts'>

/** Why there is no kept install of this key: what has changed since the one that has most in common with it. */
export function whyAnew(parts: Parts, entries: readonly Known[], isProtected: boolean): string {
  const names = Object.keys(parts)
  const known = entries.filter(one => one.parts)
  const changedSince = (one: Known) => names.filter(name => one.parts?.[name] !== parts[name])
  const [nearest] = known.toSorted((a, b) => changedSince(a).length - changedSince(b).length)
  const changed = nearest ? changedSince(nearest) : []
  // With everything else it is another app in another folder of the repository, of which nothing was kept yet.
  if (!nearest || changed.length > names.length / 2) {
    return isProtected
      ? 'it is the first install for a protected environment, and those read only what protected ones kept'
      : 'it is the first install'
  }
  if (changed.length === 0) return 'it was in another folder of the repository'
  const list = changed.join(' and ').replace(/,$/, '')
  const differs = `it differs from the install kept at ${nearest.savedAt} in ${list}`
  return changed.includes(variablesPart)
    ? `${differs}. Those that an install has no use for can be limited: trellis variables set … --steps test,build,deploy`
    : differs
}
