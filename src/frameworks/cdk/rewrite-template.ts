import { type Pseudo, resolve } from './export-names.ts'
import { isObject, type Json, type JsonObject, objectAt, rebuild } from './json.ts'
import { labels } from './physical-names.ts'
import { prefixed } from './stack-names.ts'

export interface Scope {
  /** Pseudo parameters under the old and the new name of the stack that the template belongs to. */
  before: Pseudo
  after: Pseudo
  /** Stack names, old to new. */
  names: ReadonlyMap<string, string>
  /** Export names, old to new. */
  exports: ReadonlyMap<string, string>
  /** Set when the stack gets a prefix with this deployment. */
  newPrefix: string | null
}

/** Replaces in one template what names a stack or an export of the same assembly. */
export function rewriteTemplate(template: Json, scope: Scope): Json {
  const moves = [...scope.names].filter(([from, to]) => from !== to)
  const parameters = moves.map(([from, to]) => [`/cdk/exports/${from}/`, `/cdk/exports/${to}/`] as const)
  // Values that cross regions travel in SSM parameters named after the consumer.
  const text = (value: string) => parameters.reduce((done, [from, to]) => done.replaceAll(from, to), value)
  const rewritten = rebuild(template, text, object => intrinsic(object, scope))
  return withExports(rewritten, scope)
}

function intrinsic(object: JsonObject, scope: Scope): Json {
  const imported = object['Fn::ImportValue']
  if (imported !== undefined) {
    return { ...object, 'Fn::ImportValue': renamed(imported, scope.exports, scope) }
  }
  const output = object['Fn::GetStackOutput']
  if (isObject(output) && output.StackName !== undefined) {
    const stackName = renamed(output.StackName, scope.names, scope)
    return { ...object, 'Fn::GetStackOutput': { ...output, StackName: stackName } }
  }
  if (object.Type === 'Custom::CrossRegionExportReader') {
    const properties = objectAt(object, 'Properties')
    const reader = objectAt(properties, 'ReaderProps')
    const prefix = typeof reader.prefix === 'string' ? scope.names.get(reader.prefix) : undefined
    if (prefix !== undefined) return { ...object, Properties: { ...properties, ReaderProps: { ...reader, prefix } } }
  }
  return labelled(object, scope)
}

/** The names that the CDK made from the place in the code would be the same in every environment. */
function labelled(object: JsonObject, { before, newPrefix }: Scope): JsonObject {
  const label = typeof object.Type === 'string' ? labels[object.Type] : undefined
  if (!label || newPrefix === null) return object
  const change = (value: Json, path: readonly string[]): Json => {
    const [key, ...rest] = path
    if (key === undefined) {
      const name = resolve(value, before)
      return name === undefined ? value : prefixed(newPrefix, name, label.longest)
    }
    const inner = isObject(value) ? value[key] : undefined
    return isObject(value) && inner !== undefined ? { ...value, [key]: change(inner, rest) } : value
  }
  return { ...object, Properties: change(object.Properties ?? null, label.path) }
}

/** Leaves a value alone that follows by itself, such as one made of `AWS::StackName`. */
function renamed(value: Json, by: ReadonlyMap<string, string>, { before, after }: Scope): Json {
  const old = resolve(value, before)
  const target = old === undefined ? undefined : by.get(old)
  return target === undefined || resolve(value, after) === target ? value : target
}

function withExports(template: Json, scope: Scope): Json {
  const outputs = objectAt(template, 'Outputs')
  if (!isObject(template) || Object.keys(outputs).length === 0) return template
  const changed = Object.entries(outputs).map(([key, output]) => {
    const exported = objectAt(output, 'Export')
    if (!isObject(output) || exported.Name === undefined) return [key, output] as const
    return [key, { ...output, Export: { ...exported, Name: renamed(exported.Name, scope.exports, scope) } }] as const
  })
  return { ...template, Outputs: Object.fromEntries(changed) }
}
