import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

type Json = Record<string, unknown>
type Reference = { $ref: string }

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Json
}

interface Content {
  content?: { 'application/json'?: { schema: Json; examples?: Record<string, { value: unknown } | Reference> } }
}

interface RawOperation {
  operationId: string
  parameters?: (Parameter | Reference)[]
  requestBody?: Content & { required?: boolean }
  responses: Record<string, Content | Reference>
}

interface Description {
  paths: Record<string, Record<string, RawOperation>>
  components: Record<string, Record<string, unknown>>
}

const require = createRequire(import.meta.url)
/** Read once in a process: it is 13 MB. */
let read: Description | null = null
function description(): Description {
  read ??= corrected(readFileSync(require.resolve('@octokit/openapi/generated/api.github.com.json'), 'utf8'))
  return read
}

/** The list of installations says of an account that it is a user and an enterprise at once; one installation says either. */
function corrected(text: string): Description {
  const known = JSON.parse(text) as Description
  const { schema } = resolveIn<{ schema: { items: { properties: { account: Json } } } }>(
    known,
    '#/paths/~1app~1installations/get/responses/200/content/application~1json',
  )
  const { allOf, ...account } = schema.items.properties.account
  schema.items.properties.account = allOf ? { ...account, anyOf: allOf } : account
  return known
}

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
const coercing = new Ajv({ strict: false, allErrors: true, coerceTypes: 'array' })
// The package's default export is what it is called with, whatever its types say under NodeNext.
for (const one of [ajv, coercing]) (addFormats as unknown as (ajv: Ajv) => void)(one)

/** A door of GitHub's REST API, as GitHub itself describes it. */
export class Operation {
  readonly key: string
  readonly #raw: RawOperation
  readonly #compiled = new Map<string, ValidateFunction>()

  /** @param key `GET /repos/{owner}/{repo}` */
  constructor(key: string) {
    this.key = key
    const [method = '', path = ''] = key.split(' ')
    const raw = description().paths[path]?.[method.toLowerCase()]
    if (!raw) throw new Error(`GitHub describes no ${key}`)
    this.#raw = raw
  }

  /** What is wrong with a request, in sentences. */
  problemsOfRequest(path: Record<string, string>, query: Record<string, string>, body: unknown): string[] {
    const parameters = (this.#raw.parameters ?? []).map(one => resolve<Parameter>(one))
    const problems: string[] = []
    for (const [where, given] of [
      ['path', path],
      ['query', query],
    ] as const) {
      const known = parameters.filter(one => one.in === where)
      const schema = {
        type: 'object',
        properties: Object.fromEntries(known.map(one => [one.name, one.schema])),
        required: known.filter(one => one.required).map(one => one.name),
        additionalProperties: false,
      }
      problems.push(...this.#check(`${where} of ${this.key}`, schema, { ...given }, coercing))
    }
    const wanted = this.#raw.requestBody?.content?.['application/json']?.schema
    if (wanted && (body !== undefined || this.#raw.requestBody?.required)) {
      problems.push(...this.#check(`body of ${this.key}`, wanted, body ?? {}, ajv))
    } else if (!wanted && body !== undefined) problems.push(`${this.key} takes no body`)
    return problems
  }

  /** What is wrong with an answer. A failure that the description forgets is held to GitHub's one form of failures. */
  problemsOfAnswer(status: number, body: unknown): string[] {
    const described = this.#raw.responses[status]
    const schema = described && resolve<Content>(described).content?.['application/json']?.schema
    if (schema) return this.#check(`answer ${status} of ${this.key}`, schema, body, ajv)
    if (described) return body === undefined ? [] : [`${this.key} answers ${status} without a body`]
    if (status < 400) return [`${this.key} never answers ${status}`]
    return this.#check(`answer ${status} of ${this.key}`, { $ref: '#/components/schemas/basic-error' }, body, ajv)
  }

  #check(what: string, schema: Json, value: unknown, by: Ajv): string[] {
    const validate = this.#compiled.get(what) ?? by.compile(whole(schema))
    this.#compiled.set(what, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).slice(0, 5).map(one => `${what}: ${one.instancePath || '/'} ${one.message}`)
  }
}

/** GitHub's own example of something, to be changed where a test says otherwise. */
export function example<T extends object>(name: string): T {
  const found = description().components.examples?.[name] as { value: unknown } | undefined
  if (!found) throw new Error(`GitHub has no example ${name}`)
  return structuredClone(found.value) as T
}

function resolve<T>(one: T | Reference): T {
  if (!(typeof one === 'object' && one !== null && '$ref' in one)) return one as T
  return resolveIn(description(), one.$ref)
}

function resolveIn<T>(root: unknown, reference: string): T {
  const parts = reference.slice(2).split('/')
  const names = parts.map(part => part.replaceAll('~1', '/'))
  return names.reduce((at, name) => (at as Record<string, unknown>)[name], root) as T
}

/** A schema with all that it refers to, and nothing else of the 13 MB. */
function whole(schema: Json): Json {
  const schemas: Record<string, unknown> = {}
  const gather = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) gather(one)
    else if (typeof part === 'object' && part !== null) {
      const { $ref } = part as Partial<Reference>
      const name = typeof $ref === 'string' ? /^#\/components\/schemas\/(.+)$/.exec($ref)?.[1] : undefined
      if (name && !(name in schemas)) {
        const found = description().components.schemas?.[name]
        schemas[name] = withNull(found)
        gather(found)
      }
      for (const one of Object.values(part)) gather(one)
    }
  }
  gather(schema)
  return { allOf: [withNull(schema)], components: { schemas } }
}

/** OpenAPI 3.0 says `nullable`, which JSON Schema does not know where no type stands beside it. */
function withNull(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withNull)
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).map(([key, value]) => [key, withNull(value)] as const)
  const { nullable, ...rest } = Object.fromEntries(entries)
  // One of the properties may have that name itself.
  if (typeof nullable !== 'boolean') return Object.fromEntries(entries)
  return nullable ? { anyOf: [rest, { type: 'null' }] } : rest
}
