import type { AssemblyFiles, AssemblyStack } from './assembly.ts'
import { isObject, type Json, objectAt } from './json.ts'

/** What pseudo parameters stand for in one stack. Nested stacks have a name of their own that nobody knows beforehand. */
export type Pseudo = Readonly<Record<string, string>>

export const pseudoOf = (stackName: string | null, accountId: string, region: string): Pseudo => ({
  ...(stackName !== null && { 'AWS::StackName': stackName }),
  'AWS::AccountId': accountId,
  'AWS::Region': region,
})

/** The text a value has at deployment, where that can be said beforehand: a literal, or one made of pseudo parameters. */
export function resolve(value: Json | undefined, pseudo: Pseudo): string | undefined {
  if (typeof value === 'string') return value
  if (!isObject(value)) return undefined
  if (typeof value.Ref === 'string') return pseudo[value.Ref]
  const sub = value['Fn::Sub']
  if (typeof sub === 'string') {
    let known = true
    const text = sub.replace(/\$\{([^!][^}]*)\}/g, (_, name: string) => {
      const found = pseudo[name]
      known &&= found !== undefined
      return found ?? ''
    })
    return known ? text.replaceAll('${!', '${') : undefined
  }
  const join = value['Fn::Join']
  if (Array.isArray(join) && typeof join[0] === 'string' && Array.isArray(join[1])) {
    const parts = join[1].map(part => resolve(part, pseudo))
    return parts.every(part => part !== undefined) ? parts.join(join[0]) : undefined
  }
  return undefined
}

/** `wanted: false` takes it off again: a kept artifact may return to the names of the code. */
export interface Prefix {
  text: string
  wanted: boolean
}

export interface ExportRename {
  from: string
  to: string
}

/**
 * What the exports of a template are called after the stack got its new name. An account holds an export name only
 * once per region, so a name that does not carry the stack's gets the prefix itself.
 */
export function exportRenames(template: Json, prefix: Prefix, before: Pseudo, after: Pseudo): ExportRename[] {
  return Object.values(objectAt(template, 'Outputs')).flatMap(output => {
    const value = objectAt(output, 'Export').Name
    const from = resolve(value, before)
    const moved = resolve(value, after)
    if (from === undefined || moved === undefined) return []
    return [
      {
        from,
        to: moved !== from ? moved : exportName(from, prefix, before['AWS::StackName'], after['AWS::StackName']),
      },
    ]
  })
}

const longestExportName = 255

function exportName(name: string, prefix: Prefix, oldStack: string | undefined, newStack: string | undefined): string {
  const carried = oldStack && newStack && replaceWord(name, oldStack, newStack)
  if (carried && carried !== name) return carried.slice(0, longestExportName)
  if (prefix.wanted) return (prefix.text + name).slice(0, longestExportName)
  return name.startsWith(prefix.text) ? name.slice(prefix.text.length) : name
}

function replaceWord(text: string, word: string, by: string): string {
  const literal = word.replace(/[^a-zA-Z0-9]/g, '\\$&')
  return text.replace(new RegExp(`(?<![a-zA-Z0-9])${literal}(?![a-zA-Z0-9])`), () => by)
}

/** The templates of nested stacks, at any depth: they are shipped as assets of the stack they belong to. */
export const templatesWithin = (files: AssemblyFiles, stack: AssemblyStack): string[] =>
  stack.assetManifests.flatMap(path =>
    Object.values(objectAt(files.get(path), 'files')).flatMap(file => {
      const source = objectAt(file, 'source').path
      const template = typeof source === 'string' ? stack.folder + source : ''
      return files.has(template) && template !== stack.template ? [template] : []
    }),
  )
