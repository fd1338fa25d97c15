import type { AssemblyFiles } from './assembly.ts'
import { objectAt, textAt } from './json.ts'

export const architectures = ['x86_64', 'arm64'] as const
export type Architecture = (typeof architectures)[number]

export interface FunctionCode {
  /** Logical id. */
  function: string
  architecture: Architecture
  /** The folder or archive of its code, by its path inside of the assembly. */
  path: string
  handler: string
  runtime: string
  /** They may bring whatever its code asks for. */
  hasLayers: boolean
}

/** The functions of Lambda whose code is an asset of the assembly, and what they run on: x86_64, unless their template says otherwise. */
export function functionCode(files: AssemblyFiles): FunctionCode[] {
  const assets = assetPaths(files)
  return [...files.values()].flatMap(template =>
    Object.entries(objectAt(template, 'Resources')).flatMap(([name, resource]) => {
      if (textAt(resource, 'Type') !== 'AWS::Lambda::Function') return []
      const properties = objectAt(resource, 'Properties')
      const path = assets.get(hashIn(textAt(objectAt(properties, 'Code'), 'S3Key') ?? ''))
      const [said = 'x86_64'] = Array.isArray(properties.Architectures) ? properties.Architectures : []
      const architecture = architectures.find(one => one === said)
      if (path === undefined || architecture === undefined) return []
      const [handler = '', runtime = ''] = [textAt(properties, 'Handler'), textAt(properties, 'Runtime')]
      return [{ function: name, architecture, path, handler, runtime, hasLayers: properties.Layers !== undefined }]
    }),
  )
}

/** The default synthesizer names an asset's object by its hash, behind a prefix. */
const hashIn = (key: string): string => /([0-9a-f]{32,})\.zip$/.exec(key)?.[1] ?? ''

function assetPaths(files: AssemblyFiles): ReadonlyMap<string, string> {
  return new Map(
    [...files].flatMap(([manifest, content]) => {
      const folder = manifest.slice(0, manifest.lastIndexOf('/') + 1)
      return Object.entries(objectAt(content, 'files')).flatMap(([id, file]) => {
        const path = textAt(objectAt(file, 'source'), 'path')
        return path === undefined ? [] : [[id, folder + path] as const]
      })
    }),
  )
}
