import { type AssemblyFiles, AssemblyProblem, artifactsOf } from './assembly.ts'
import { isObject, type Json, objectAt, textAt } from './json.ts'

/**
 * Publishing reads files and runs commands with the cloud's credentials, outside of the sandbox, so nothing that the
 * app wrote may point out of its assembly. A kept artifact could not be deployed again either.
 * @returns the assets that a command makes: only the repository's own tool may run it, in the sandbox.
 * @throws AssemblyProblem for one that lies outside
 */
export function checkAssets(files: AssemblyFiles): string[] {
  const executables: string[] = []
  for (const { folder: base, artifact } of artifactsOf(files, 'cdk:asset-manifest')) {
    const content = files.get(base + (textAt(objectAt(artifact, 'properties'), 'file') ?? '')) ?? null
    const read = (asset: Json, id: string, ...keys: string[]) => {
      const source = objectAt(asset, 'source')
      if (Array.isArray(source.executable)) executables.push(id)
      for (const key of keys) {
        const path = textAt(source, key)
        if (path !== undefined) checkInside(base, path)
      }
      return source
    }
    for (const [id, asset] of Object.entries(objectAt(content, 'files'))) read(asset, id, 'path')
    for (const [id, asset] of Object.entries(objectAt(content, 'dockerImages'))) {
      const source = read(asset, id, 'directory')
      const directory = textAt(source, 'directory')
      const dockerfile = textAt(source, 'dockerFile')
      if (dockerfile !== undefined) checkInside(base, `${directory ?? '.'}/${dockerfile}`)
      // Secrets, caches, extra contexts and SSH agents name files of the machine that builds.
      const reaching = [
        'dockerBuildSecrets',
        'dockerBuildContexts',
        'dockerBuildSsh',
        'dockerOutputs',
        'cacheFrom',
        'cacheTo',
      ]
      if (reaching.some(key => source[key] !== undefined)) executables.push(id)
    }
  }
  checkLegacyAssets(files)
  return executables
}

/** Apps of before the asset manifests note theirs in the stacks' metadata. */
function checkLegacyAssets(files: AssemblyFiles): void {
  for (const { folder, artifact } of artifactsOf(files, 'aws:cloudformation:stack')) {
    const extra = files.get(folder + (textAt(artifact, 'additionalMetadataFile') ?? ''))
    const entries = [artifact.metadata ?? null, extra ?? null].flatMap(all => (isObject(all) ? Object.values(all) : []))
    const paths = entries
      .flatMap(list => (Array.isArray(list) ? list : []))
      .filter(entry => textAt(entry, 'type') === 'aws:cdk:asset')
      .flatMap(entry => textAt(objectAt(entry, 'data'), 'path') ?? [])
    for (const path of paths) checkInside(folder, path)
  }
}

function checkInside(base: string, path: string): void {
  let depth = 0
  if (path.startsWith('/')) throw outside(path)
  for (const step of `${base}${path}`.split('/')) {
    if (step === '..') {
      depth -= 1
      if (depth < 0) throw outside(path)
    } else if (step !== '' && step !== '.') depth += 1
  }
}

const outside = (path: string): AssemblyProblem =>
  new AssemblyProblem(
    `An asset lies outside of the cloud assembly: ${path}. Let the CDK stage its assets (the default).`,
  )
