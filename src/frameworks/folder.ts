import { z } from 'zod'
import type { FrameworkName } from '../contract/detect.ts'
import { joinPath, type Reader } from './reader.ts'

const Texts = z.record(z.string(), z.string()).catch({})

/** The part of package.json that tells anything; what is malformed counts as absent. */
const PackageJson = z.object({
  packageManager: z.string().optional().catch(undefined),
  scripts: Texts.default({}),
  dependencies: Texts.default({}),
  devDependencies: Texts.default({}),
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
}

/** What a detector says about a folder in which it recognises its tool. */
export interface Finding {
  framework: FrameworkName
  /** Plain words, the decisive fact first. */
  reasons: string[]
  /** Whether Trellis can deploy it today. */
  supported: boolean
  /** Chosen by name, but not there. */
  missing?: true
}

export type Detector = (folder: Folder) => Promise<Finding | undefined>

export async function openFolder(reader: Reader, path: string): Promise<Folder> {
  const names = new Set(await reader.list(path))
  const read = (name: string) => reader.read(joinPath(path, name))
  return { path, names, read, packageJson: names.has('package.json') ? parse(await read('package.json')) : undefined }
}

function parse(text: string | undefined): PackageJson | undefined {
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
