import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts'

/** The files of a cloud assembly that names stand in, by path inside it: manifests, templates, asset manifests. */
export type AssemblyFiles = ReadonlyMap<string, Json>

export interface AssemblyStack {
  /** The folder of its manifest, `''` or `assembly-Blue/`. */
  folder: string
  artifact: string
  name: string
  template: string
  /** Null: wherever it is deployed to. */
  account: string | null
  region: string | null
  assetManifests: string[]
}

/** An assembly that cannot be read: the app's own output is broken. */
export class AssemblyProblem extends Error {
  readonly failure: Failure
  constructor(message: string) {
    super(message)
    this.name = 'AssemblyProblem'
    this.failure = failure('synth_failed', null, message)
  }
}

export const manifestOf = (folder: string): string => `${folder}manifest.json`

/** Reads what names stand in, following nested assemblies (a CDK Stage is one) and nested stacks. */
export async function loadAssembly(read: (path: string) => Promise<string | undefined>): Promise<AssemblyFiles> {
  const files = new Map<string, Json>()
  const load = async (path: string): Promise<Json> => {
    if (path.split('/').includes('..') || path.startsWith('/'))
      throw new AssemblyProblem(`The cloud assembly names a file outside of itself: ${path}`)
    const text = await read(path)
    if (text === undefined) throw new AssemblyProblem(`The cloud assembly has no ${path}.`)
    try {
      files.set(path, JSON.parse(text) as Json)
    } catch {
      throw new AssemblyProblem(`${path} of the cloud assembly is not JSON.`)
    }
    return files.get(path) ?? null
  }
  const visit = async (folder: string): Promise<void> => {
    const manifest = await load(manifestOf(folder))
    for (const artifact of Object.values(objectAt(manifest, 'artifacts'))) {
      const type = textAt(artifact, 'type')
      const properties = objectAt(artifact, 'properties')
      const nested = textAt(properties, 'directoryName')
      const template = textAt(properties, 'templateFile')
      const file = textAt(properties, 'file')
      if (type === 'cdk:cloud-assembly' && nested) await visit(`${folder}${nested}/`)
      if (type === 'aws:cloudformation:stack' && template) await load(folder + template)
      const metadata = textAt(artifact, 'additionalMetadataFile')
      if (metadata) await load(folder + metadata)
      if (type === 'cdk:asset-manifest' && file) {
        for (const path of nestedTemplates(await load(folder + file))) await load(folder + path)
      }
    }
  }
  await visit('')
  return files
}

/** Templates that are shipped as assets: those of nested stacks, and each stack's own. */
export function nestedTemplates(assetManifest: Json): string[] {
  return Object.values(objectAt(assetManifest, 'files'))
    .map(file => textAt(objectAt(file, 'source'), 'path'))
    .filter(path => path?.endsWith('.template.json') ?? false)
    .filter(path => path !== undefined)
}

/** Values of the account that the app asked for and did not get, in any of its assemblies. */
export const missingContext = (files: AssemblyFiles): Json[] =>
  [...files].flatMap(([path, content]) => {
    const missing = path.endsWith('manifest.json') && isObject(content) ? content.missing : undefined
    return Array.isArray(missing) ? missing : []
  })

/** Every artifact of a type, with the folder of its manifest. */
export function artifactsOf(files: AssemblyFiles, type: string): { folder: string; artifact: JsonObject }[] {
  return [...files].flatMap(([path, manifest]) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    if (path !== manifestOf(folder)) return []
    return Object.values(objectAt(manifest, 'artifacts')).flatMap(artifact =>
      isObject(artifact) && artifact.type === type ? [{ folder, artifact }] : [],
    )
  })
}

/** Every stack, dependencies first. */
export function stacksOf(files: AssemblyFiles): AssemblyStack[] {
  const found: AssemblyStack[] = []
  const visit = (folder: string): void => {
    const artifacts = objectAt(files.get(manifestOf(folder)), 'artifacts')
    const done = new Set<string>()
    const add = (id: string): void => {
      const artifact = artifacts[id]
      if (done.has(id) || !isObject(artifact)) return
      done.add(id)
      const dependencies = (Array.isArray(artifact.dependencies) ? artifact.dependencies : []).filter(
        d => typeof d === 'string',
      )
      dependencies.forEach(add)
      const nested = textAt(objectAt(artifact, 'properties'), 'directoryName')
      if (artifact.type === 'cdk:cloud-assembly' && nested) visit(`${folder}${nested}/`)
      if (artifact.type === 'aws:cloudformation:stack')
        found.push(stackOf(folder, id, artifact, artifacts, dependencies))
    }
    Object.keys(artifacts).forEach(add)
  }
  visit('')
  return found
}

function stackOf(
  folder: string,
  id: string,
  artifact: JsonObject,
  all: JsonObject,
  dependencies: string[],
): AssemblyStack {
  const properties = objectAt(artifact, 'properties')
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(textAt(artifact, 'environment') ?? '') ?? []
  return {
    folder,
    artifact: id,
    name: textAt(properties, 'stackName') ?? id,
    template: folder + (textAt(properties, 'templateFile') ?? ''),
    account: account && account !== 'unknown-account' ? account : null,
    region: region && region !== 'unknown-region' ? region : null,
    assetManifests: dependencies.flatMap(dependency => {
      const file = textAt(objectAt(all[dependency], 'properties'), 'file')
      return textAt(all[dependency], 'type') === 'cdk:asset-manifest' && file ? [folder + file] : []
    }),
  }
}
