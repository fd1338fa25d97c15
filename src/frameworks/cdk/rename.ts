import { createHash } from 'node:crypto'
import type { Naming } from '../../contract/job.ts'
import { type AssemblyFiles, type AssemblyStack, manifestOf, stacksOf } from './assembly.ts'
import { exportRenames, pseudoOf, templatesWithin } from './export-names.ts'
import { isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts'
import { rewriteTemplate } from './rewrite-template.ts'

export interface Rename {
  /** From the name that stands in the assembly to the one that is deployed. */
  stacks: readonly { from: string; to: string }[]
  mode: Naming['mode']
  stage: string
  accountId: string
  region: string
  tags: Readonly<Record<string, string>>
}

/**
 * The assembly under its names for one environment: stack names, exports, imports and other references by stack name,
 * and tags. Returns the files that change. Templates are shipped under a digest of their content, which is renewed:
 * two environments of an account would else share the first one's template.
 */
export function renameAssembly(files: AssemblyFiles, rename: Rename): Map<string, Json> {
  const changed = new Map<string, Json>()
  const names = new Map(rename.stacks.map(({ from, to }) => [from, to]))
  const stacks = stacksOf(files)
  const exports = new Map(stacks.flatMap(stack => exportsOf(files, stack, names, rename)))
  for (const stack of stacks) {
    const pseudo = (name: string | null) =>
      pseudoOf(name, stack.account ?? rename.accountId, stack.region ?? rename.region)
    const own = { before: pseudo(stack.name), after: pseudo(names.get(stack.name) ?? stack.name) }
    const nested = { before: pseudo(null), after: pseudo(null) }
    const newPrefix = rename.mode === 'prefix' && names.get(stack.name) !== stack.name ? rename.stage : null
    const digests = new Map<string, string>()
    const rewriteAll = (path: string, scope: typeof own): void => {
      const template = files.get(path) ?? null
      const rewritten = replaceTexts(rewriteTemplate(template, { ...scope, names, exports, newPrefix }), digests)
      if (JSON.stringify(rewritten) === JSON.stringify(template)) return
      changed.set(path, rewritten)
      const digest = createHash('sha256').update(JSON.stringify(rewritten)).digest('hex')
      for (const old of digestsOf(files, stack, path)) digests.set(old, digest)
    }
    for (const path of innermostFirst(files, stack)) rewriteAll(path, nested)
    rewriteAll(stack.template, own)
    for (const path of stack.assetManifests) {
      if (digests.size > 0) changed.set(path, replaceTexts(files.get(path) ?? null, digests))
    }
    changeArtifact(changed, files, stack, properties => ({
      ...(replaceTexts(properties, digests) as JsonObject),
      stackName: names.get(stack.name) ?? stack.name,
      tags: { ...objectAt(properties, 'tags'), ...rename.tags },
    }))
  }
  return changed
}

function exportsOf(
  files: AssemblyFiles,
  stack: AssemblyStack,
  names: ReadonlyMap<string, string>,
  { mode, stage, accountId, region }: Rename,
): [string, string][] {
  const to = names.get(stack.name) ?? stack.name
  if (to === stack.name) return []
  const pseudo = (name: string | null) => pseudoOf(name, stack.account ?? accountId, stack.region ?? region)
  const prefix = { text: `${stage}-`, wanted: mode === 'prefix' }
  const own = exportRenames(files.get(stack.template) ?? null, prefix, pseudo(stack.name), pseudo(to))
  const nested = templatesWithin(files, stack).flatMap(path =>
    exportRenames(files.get(path) ?? null, prefix, pseudo(null), pseudo(null)),
  )
  return [...own, ...nested].map(({ from, to: name }) => [from, name])
}

/** A nested template stands in its parent by digest, so it has to be done before the parent. */
function innermostFirst(files: AssemblyFiles, stack: AssemblyStack): string[] {
  const paths = templatesWithin(files, stack)
  const inside = (path: string) => {
    const text = JSON.stringify(files.get(path))
    return paths.filter(other => other !== path && digestsOf(files, stack, other).some(digest => text.includes(digest)))
  }
  const depth = (path: string): number => 1 + Math.max(0, ...inside(path).map(depth))
  return paths.toSorted((a, b) => depth(a) - depth(b))
}

function digestsOf(files: AssemblyFiles, stack: AssemblyStack, template: string): string[] {
  return stack.assetManifests.flatMap(path =>
    Object.entries(objectAt(files.get(path), 'files'))
      .filter(([, file]) => stack.folder + (textAt(objectAt(file, 'source'), 'path') ?? '') === template)
      .map(([digest]) => digest),
  )
}

function replaceTexts(value: Json, by: ReadonlyMap<string, string>): Json {
  if (by.size === 0) return value
  let text = JSON.stringify(value)
  for (const [from, to] of by) text = text.replaceAll(from, to)
  return JSON.parse(text) as Json
}

function changeArtifact(
  changed: Map<string, Json>,
  files: AssemblyFiles,
  stack: AssemblyStack,
  change: (properties: JsonObject) => JsonObject,
): void {
  const path = manifestOf(stack.folder)
  const manifest = changed.get(path) ?? files.get(path) ?? null
  const artifacts = objectAt(manifest, 'artifacts')
  const artifact = artifacts[stack.artifact]
  if (!isObject(manifest) || !isObject(artifact)) return
  const renamed = { ...artifact, properties: change(objectAt(artifact, 'properties')) }
  changed.set(path, { ...manifest, artifacts: { ...artifacts, [stack.artifact]: renamed } })
}
