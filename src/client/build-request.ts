import { invalidInput } from './api-error.ts'
import type { Door } from './door.ts'
import type { Bytes } from './route-types.ts'

/** The input of any route, as the call sees it once the types have done their work. */
export interface AnyInput {
  params?: Record<string, unknown> | undefined
  query?: Record<string, unknown> | undefined
  body?: unknown
  headers?: Record<string, string> | undefined
  signal?: AbortSignal | undefined
}

export function buildRequest(server: string, door: Door, token: string | null, input: AnyInput): [string, RequestInit] {
  const headers: Record<string, string> = { accept: 'application/json', ...input.headers }
  if (token) headers.authorization = `Bearer ${token}`
  const init: RequestInit & { duplex?: 'half' } = { method: door.method.toUpperCase(), headers }
  if (input.signal) init.signal = input.signal
  if (door.body === 'bytes') {
    headers['content-type'] ??= 'application/octet-stream'
    init.body = input.body as Bytes
    // A body that is still being made cannot be sent otherwise.
    if (input.body instanceof ReadableStream) init.duplex = 'half'
  } else if (door.body) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  return [`${server}${fillPath(door.path, input.params)}${queryString(input.query)}`, init]
}

/** Nothing that would ask for another route is sent: `..` as the name of an app. */
function fillPath(path: string, params: Record<string, unknown> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name])
    if (value === '' || value === '.' || value === '..') throw invalidInput(`"${value}" is not a valid ${name}.`)
    return encodeURIComponent(value)
  })
}

function queryString(query: Record<string, unknown> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`
}
