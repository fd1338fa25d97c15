import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

export interface Import {
  /** The importing file, as a path from the root of the repository. */
  readonly from: string
  /** The imported file as such a path, or the name of a package, or `node:…`. */
  readonly to: string
  readonly isOurs: boolean
}

// TypeScript 7 has no JavaScript API to parse with. The formatter puts the parts of an import where these look for
// them, and a type-only import is an import like any other here.
const STATIC = /^(?:import|export|\})[^'"\n]*? from '([^']+)'|^import '([^']+)'/gm
const DYNAMIC = /\bimport\(\s*'([^']+)'/g

export function importsOf(pattern: string): Import[] {
  return globSync(pattern).flatMap(file => importsIn(file.replaceAll('\\', '/'), readFileSync(file, 'utf8')))
}

export function importsIn(from: string, source: string): Import[] {
  const found = [...source.matchAll(STATIC), ...source.matchAll(DYNAMIC)].map(match => match[1] ?? match[2] ?? '')
  return [...new Set(found)].map(specifier =>
    specifier.startsWith('.')
      ? { from, to: posix.join(posix.dirname(from), specifier), isOurs: true }
      : { from, to: packageName(specifier), isOurs: false },
  )
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}
