/** JSON as it stands in manifests and templates, whose full shape is the CDK's business. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectAt = (value: Json | undefined, key: string): JsonObject => {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : {}
}

export const textAt = (value: Json | undefined, key: string): string | undefined => {
  const found = isObject(value) ? value[key] : undefined
  return typeof found === 'string' ? found : undefined
}

/**
 * Rebuilds a value from its leaves up. `change` sees every object after its children, so that an intrinsic function
 * is seen with its arguments done; texts, keys included, pass through `text` first.
 */
export function rebuild(value: Json, text: (text: string) => string, change: (object: JsonObject) => Json): Json {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return value.map(item => rebuild(item, text, change))
  if (!isObject(value)) return value
  const rebuilt = Object.entries(value).map(([key, item]) => [text(key), rebuild(item, text, change)] as const)
  return change(Object.fromEntries(rebuilt))
}
