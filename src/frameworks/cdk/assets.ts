import { type AssemblyFiles, AssemblyProblem, artifactsOf } from './assembly.ts'
import { isObject, type Json, objectAt, textAt } from './json.ts'

/** What the assets of an assembly ask of whoever publishes them. */
export interface AssetNeeds {
  /** Paths inside the assembly that get published. */
  paths: string[]
  /** Assets that a command makes: only the repository's own tool may run it, in the sandbox. */
  executables: string[]
}

/**
 * Publishing reads files and runs commands with the cloud's credentials, outside of the sandbox, so nothing that the
 * app wrote may point out of its assembly. A kept artifact could not be deployed again either.
 */
export function assetNeeds(files: AssemblyFiles): AssetNeeds {
  const needs: AssetNeeds = { paths: [], executables: [] }
  for (const { folder: base, artifact } of artifactsOf(files, 'cdk:asset-manifest')) {
    const content = files.get(base + (textAt(objectAt(artifact, 'properties'), 'file') ?? '')) ?? null
    const read = (asset: Json, id: string, ...keys: string[]) => {
      const source = objectAt(asset, 'source')
      if (Array.isArray(source.executable)) needs.executables.push(id)
      for (const key of keys) {
        const path = textAt(source, key)
        if (path !== undefined) needs.paths.push(inside(base, path))
      }
      return source
    }
    for (const [id, asset] of Object.entries(objectAt(content, 'files'))) read(asset, id, 'path')
    for (const [id, asset] of Object.entries(objectAt(content, 'dockerImages'))) {
      const source = read(asset, id, 'directory')
      const directory = textAt(source, 'directory')
      const dockerfile = textAt(source, 'dockerFile')
      if (dockerfile !== undefined) needs.paths.push(inside(base, `${directory ?? '.'}/${dockerfile}`))
      // Secrets, caches, extra contexts and SSH agents name files of the machine that builds.
      const reaching = [
        'dockerBuildSecrets',
        'dockerBuildContexts',
        'dockerBuildSsh',
        'dockerOutputs',
        'cacheFrom',
        'cacheTo',
      ]
      if (reaching.some(key => source[key] !== undefined)) needs.executables.push(id)
    }
  }
  for (const path of legacyAssets(files)) needs.paths.push(path)
  return needs
}

/** Apps of before the asset manifests note theirs in the stacks' metadata. */
function legacyAssets(files: AssemblyFiles): string[] {
  return artifactsOf(files, 'aws:cloudformation:stack').flatMap(({ folder, artifact }) => {
    const extra = files.get(folder + (textAt(artifact, 'additionalMetadataFile') ?? ''))
    const entries = [artifact.metadata ?? null, extra ?? null].flatMap(all => (isObject(all) ? Object.values(all) : []))
    return entries
      .flatMap(list => (Array.isArray(list) ? list : []))
      .filter(entry => textAt(entry, 'type') === 'aws:cdk:asset')
      .flatMap(entry => textAt(objectAt(entry, 'data'), 'path') ?? [])
      .map(path => inside(folder, path))
  })
}

function inside(base: string, path: string): string {
  const steps: string[] = []
  if (path.startsWith('/')) throw outside(path)
  for (const step of `${base}${path}`.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) throw outside(path)
    } else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

const outside = (path: string): AssemblyProblem =>
  new AssemblyProblem(
    `An asset lies outside of the cloud assembly: ${path}. Let the CDK stage its assets (the default).`,
  )
