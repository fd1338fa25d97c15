import { openFolder } from '../folder.ts'
import { joinPath, type Reader } from '../reader.ts'
import { type AssemblyFiles, artifactsOf } from './assembly.ts'
import { isObject, type Json, objectAt, textAt } from './json.ts'

/** Packages that bring no synthesizer of their own, and what apps are written, tested and run with. */
const innocent =
  /^(aws-cdk(-lib)?|constructs|typescript|ts-node|tsx|esbuild|source-map-support|jest|ts-jest|vitest|mocha|chai|cdk-nag|eslint|prettier|dotenv|zod|aws-sdk|@biomejs\/biome|@(types|aws-sdk|eslint|jest|swc|typescript-eslint|middy)\/.+|@aws-cdk\/aws-[\w-]+-alpha)$/
const sources = /(\.[cm]?[jt]sx?|^cdk\.json)$/
const mostFiles = 400

/**
 * Whether an app is known to need an account that is prepared for the CDK, before anything of it runs: it uses the CDK 2, and neither
 * its files nor a package of its speak of a synthesizer, which might do without. False: only the assembly can tell.
 */
export async function surelyNeedsBootstrap(reader: Reader, path: string): Promise<boolean> {
  const { packageJson } = await openFolder(reader, path)
  if (!packageJson) return false
  const { dependencies, devDependencies, optionalDependencies } = packageJson
  const packages = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  if (!packages.includes('aws-cdk-lib') || !packages.every(name => innocent.test(name))) return false
  const files = await sourcesBelow(reader, path)
  if (files.length > mostFiles) return false
  for (const file of files) {
    if (/synthesi[sz]er|newStyleStackSynthesis/i.test((await reader.read(file)) ?? '')) return false
  }
  return true
}

async function sourcesBelow(reader: Reader, path: string): Promise<string[]> {
  const found: string[] = []
  const visit = async (folder: string): Promise<void> => {
    for (const name of await reader.list(folder)) {
      if (found.length > mostFiles) return
      if (sources.test(name)) found.push(joinPath(folder, name))
      const isPassedOver = name.startsWith('.') || name === 'node_modules/' || name === 'cdk.out/'
      if (name.endsWith('/') && !isPassedOver) await visit(joinPath(folder, name.slice(0, -1)))
    }
  }
  await visit(path)
  return found
}

/** Whether an assembly can be deployed only where the CDK was prepared: its synthesizer says so, or it has assets to publish. */
export function needsBootstrap(files: AssemblyFiles): boolean {
  const stacks = artifactsOf(files, 'aws:cloudformation:stack')
  const manifests = artifactsOf(files, 'cdk:asset-manifest')
  const says = [...stacks, ...manifests].some(
    ({ artifact }) => typeof objectAt(artifact, 'properties').requiresBootstrapStackVersion === 'number',
  )
  const publishes = manifests.some(({ folder, artifact }) => {
    const content = files.get(folder + (textAt(objectAt(artifact, 'properties'), 'file') ?? ''))
    return ['files', 'dockerImages'].some(kind => Object.keys(objectAt(content, kind)).length > 0)
  })
  return says || publishes || stacks.some(({ artifact, folder }) => hasLegacyAssets(artifact, files, folder))
}

/** Apps of before the asset manifests note theirs in the stacks' metadata. */
function hasLegacyAssets(artifact: Json, files: AssemblyFiles, folder: string): boolean {
  const extra = files.get(folder + (textAt(artifact, 'additionalMetadataFile') ?? ''))
  return [objectAt(artifact, 'metadata'), isObject(extra) ? extra : {}]
    .flatMap(all => Object.values(all))
    .flatMap(list => (Array.isArray(list) ? list : []))
    .some(entry => textAt(entry, 'type') === 'aws:cdk:asset')
}
