import type { Import } from './imports.ts'

/** Who may import whom. A folder that is not named here may import nothing, so a new one has to be entered. */
const folders: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  platform: [],
  emulator: [],
  core: ['contract'],
  frameworks: ['contract', 'core/errors.ts', 'core/failures.ts', 'platform'],
  client: ['contract'],
  // Never another adapter: what two need stands in platform.
  adapters: ['contract', 'core/ports', 'core/errors.ts', 'core/failures.ts', 'platform'],
  api: ['contract', 'core'],
  runner: ['contract', 'client', 'core/errors.ts', 'core/failures.ts', 'frameworks', 'platform'],
  cli: ['contract', 'client', 'emulator'],
  entry: ['adapters', 'api', 'cli', 'client', 'contract', 'core', 'emulator', 'frameworks', 'platform', 'runner'],
}

/**
 * Folders that must not reach the outside world themselves, with the packages which they may use all the same: those
 * that only compute, as hashes do.
 */
const packages: Readonly<Record<string, readonly string[]>> = {
  contract: ['zod'],
  core: ['fastest-levenshtein', 'node:crypto', 'node:path', 'zod'],
  frameworks: ['fastest-levenshtein', 'node:crypto', 'node:path', 'semver', 'smol-toml', 'yaml', 'zod'],
}

export function isTest(path: string): boolean {
  return path.startsWith('tests/') || /\.test\.ts$|\/testing(\.ts$|\/)/.test(path)
}

/** Why this import is forbidden, or nothing. Tests may import what they like; what is shipped may not import tests. */
export function violation({ from, to, isOurs }: Import, dependencies: ReadonlySet<string>): string | undefined {
  if (isTest(from)) return undefined
  const folder = from.split('/')[1] ?? ''
  const allowed = folders[folder]
  if (!allowed) return `src/${folder} is not entered in tests/architecture/rules.ts`
  if (isOurs) {
    if (isTest(to)) return 'a test is not shipped'
    return within(to, [own(from), ...allowed.map(path => `src/${path}`)]) ? undefined : `${folder} may not import it`
  }
  const known = packages[folder]
  if (known && !known.includes(to)) return `${folder} may not use this package`
  if (to.startsWith('node:') || dependencies.has(to)) return undefined
  return 'it is not among the dependencies of package.json'
}

/** The part of src which is the file's own: an adapter's is the folder of its place. */
function own(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('src/adapters/') ? 3 : 2)
    .join('/')
}

function within(path: string, places: readonly string[]): boolean {
  return places.some(place => path === place || path.startsWith(`${place}/`))
}
