import { z } from 'zod'
import type { Route } from '../contract/routes.ts'
import { ApiError } from './api-error.ts'
import type { Bytes } from './route-types.ts'

/** The input of any route, as the call sees it once the types have done their work. */
export interface AnyInput {
  params?: Record<string, unknown> | undefined
  query?: Record<string, unknown> | undefined
  body?: unknown
  headers?: Record<string, string> | undefined
  signal?: AbortSignal | undefined
}

export function buildRequest(
  server: string,
  route: Route,
  token: string | null,
  input: AnyInput,
): [string, RequestInit] {
  const headers: Record<string, string> = { accept: 'application/json', ...input.headers }
  if (token) headers.authorization = `Bearer ${token}`
  const init: RequestInit & { duplex?: 'half' } = { method: route.method.toUpperCase(), headers }
  if (input.signal) init.signal = input.signal
  if (route.body === 'bytes') {
    headers['content-type'] ??= 'application/octet-stream'
    init.body = input.body as Bytes
    // A body that is still being made cannot be sent otherwise.
    if (input.body instanceof ReadableStream) init.duplex = 'half'
  } else if (route.body) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  return [`${server}${fillPath(route, input.params)}${queryString(input.query)}`, init]
}

/** Checked before it is sent: `..` as the name of an app would ask for another route. */
function fillPath(route: Route, params: Record<string, unknown> = {}): string {
  const checked = route.params?.safeParse(params)
  if (checked?.error) throw invalidParams(checked.error, params)
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name])
    if (value === '' || value === '.' || value === '..') throw invalid(`"${value}" is not a valid ${name}.`)
    return encodeURIComponent(value)
  })
}

function invalidParams(error: z.ZodError, params: Record<string, unknown>): ApiError {
  const [issue] = error.issues
  const name = String(issue?.path[0] ?? 'input')
  const given = `"${String(params[name])}"`
  const message = issue?.message ?? z.prettifyError(error)
  return invalid(
    message.startsWith('is not ') ? `${given} ${message}.` : `${given} is not a valid ${name}: ${message}.`,
  )
}

const invalid = (message: string) => new ApiError({ code: 'invalid_input', message, status: 400 })

function queryString(query: Record<string, unknown> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`
}
