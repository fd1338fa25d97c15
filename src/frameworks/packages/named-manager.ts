import type { PackageManager } from '../../contract/detect.ts'
import type { Folder } from '../folder.ts'

export interface NamedManager {
  manager: PackageManager
  version: string | null
  /** The field that says so. */
  field: 'packageManager' | 'devEngines'
  reason: string
  problem?: string
}

const known = ['npm', 'pnpm', 'yarn', 'bun'] as const
const isKnown = (name: string): name is (typeof known)[number] => (known as readonly string[]).includes(name)

/** The package manager that package.json asks for, in `packageManager` or `devEngines`. Undefined: it asks for none. */
export function namedManager({ packageJson }: Folder): NamedManager | undefined {
  const field = packageJson?.packageManager
  if (field !== undefined) {
    const [, name = '', version] = /^([^@]+)@(\d+\.\d+\.\d+(?:-[\w.-]+)?)(?:\+\S+)?$/.exec(field) ?? []
    if (isKnown(name) && version)
      return {
        manager: name,
        version,
        field: 'packageManager',
        reason: `package.json names ${name} as its package manager`,
      }
    return {
      manager: 'none',
      version: null,
      field: 'packageManager',
      reason: '',
      problem: `"packageManager": "${field}" in package.json is none of ${known.join(', ')} with a full version, such as "pnpm@10.4.1"`,
    }
  }
  const wanted = packageJson?.devEngines.packageManager
  if (!wanted || !isKnown(wanted.name)) return undefined
  const reason = `package.json names ${wanted.name} as its package manager`
  return { manager: wanted.name, version: wanted.version ?? null, field: 'devEngines', reason }
}
