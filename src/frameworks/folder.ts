import { z } from 'zod'
import { joinPath, parentOf, type Reader } from './reader.ts'

const Texts = z.record(z.string(), z.string()).catch({})
const Globs = z.array(z.string())
const Named = z.object({ name: z.string(), version: z.string().optional() })

/** The part of package.json that tells anything; what is malformed counts as absent. */
const PackageJson = z.object({
  name: z.string().min(1).optional().catch(undefined),
  packageManager: z.string().optional().catch(undefined),
  scripts: Texts.default({}),
  dependencies: Texts.default({}),
  devDependencies: Texts.default({}),
  optionalDependencies: Texts.default({}),
  engines: Texts.default({}),
  devEngines: z
    .object({
      packageManager: Named.optional().catch(undefined),
      runtime: z
        .union([z.array(Named), Named.transform(one => [one])])
        .optional()
        .catch(undefined),
    })
    .catch({})
    .default({}),
  volta: z.object({ node: z.string().optional(), extends: z.string().optional() }).catch({}).default({}),
  workspaces: z
    .union([Globs, z.object({ packages: Globs }).transform(({ packages }) => packages)])
    .optional()
    .catch(undefined),
  arc: z.unknown().optional(),
})
export type PackageJson = z.infer<typeof PackageJson>

/** One folder as the detectors see it. */
export interface Folder {
  path: string
  /** Names of its files, and of its folders with a `/` at the end. */
  names: ReadonlySet<string>
  packageJson: PackageJson | undefined
  read(name: string): Promise<string | undefined>
  list(name: string): Promise<string[]>
  /** The folder around it; undefined at the root of the repository. */
  up(): Promise<Folder | undefined>
}

export async function openFolder(reader: Reader, path: string): Promise<Folder> {
  const names = new Set(await reader.list(path))
  // Some editors begin a file with a mark, which the tools pass over.
  const read = async (name: string) => (await reader.read(joinPath(path, name)))?.replace(/^\uFEFF/, '')
  const parent = parentOf(path)
  return {
    path,
    names,
    read,
    list: name => reader.list(joinPath(path, name)),
    up: async () => (parent === undefined ? undefined : openFolder(reader, parent)),
    packageJson: names.has('package.json') ? parsePackageJson(await read('package.json')) : undefined,
  }
}

export function parsePackageJson(text: string | undefined): PackageJson | undefined {
  try {
    return PackageJson.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

/** The version range a package is wanted in, whichever list it stands in. */
export const wants = ({ packageJson }: Folder, name: string): string | undefined =>
  packageJson?.dependencies[name] ?? packageJson?.devDependencies[name]

export const firstOf = ({ names }: Folder, candidates: readonly string[]): string | undefined =>
  candidates.find(name => names.has(name))
