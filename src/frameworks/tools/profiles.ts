const named = /(?<![\w.$-])['"]?profile['"]?[ \t]*:[ \t]*['"]?([\w.@-]+)/g

/** Profiles that a configuration in YAML, JSON or code names outright; what it says by variables is not known here. */
export function profilesIn(...texts: readonly string[]): string[] {
  const found = texts.flatMap(text => [...text.matchAll(named)].map(([, name = '']) => name))
  return [...new Set(found)]
}
