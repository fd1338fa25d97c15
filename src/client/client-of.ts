import { ErrorBody } from '../contract/error.ts'
import type { Route, RouteName } from '../contract/routes.ts'
import { ApiError, notTrellis, unreachable } from './api-error.ts'
import { type AnyInput, buildRequest } from './build-request.ts'
import type { CallArguments, Output } from './route-types.ts'

export interface ClientOptions {
  /** Of the server, without a path; empty in a browser that was served by it. */
  url: string
  token?: string | null
  fetch?: typeof fetch
  /** For tests; else the global one, which browsers and Node share. */
  WebSocket?: typeof WebSocket
}

/** Calls of some routes. */
export interface ClientOf<Known extends RouteName> {
  readonly url: string
  /** @throws ApiError; what an aborted `signal` gives as its reason */
  call<N extends Known>(name: N, ...input: CallArguments<N>): Promise<Output<N>>
}

/** @param table the routes that it knows: in a page each of them has a weight */
export function createClientOf<Known extends RouteName>(
  table: Readonly<Record<Known, Route>>,
  options: ClientOptions,
): ClientOf<Known> {
  const server = options.url.replace(/\/+$/, '')
  const send = options.fetch ?? fetch
  return {
    url: server,
    async call<N extends Known>(name: N, ...[input]: CallArguments<N>): Promise<Output<N>> {
      const route = table[name]
      const given = (input as unknown as AnyInput | undefined) ?? {}
      const [url, init] = buildRequest(server, route, options.token ?? null, given)
      const response = await send(url, init).catch((error: unknown) => {
        if (given.signal?.aborted) throw given.signal.reason
        throw unreachable(server, error)
      })
      return (await readAnswer(server, route, response)) as Output<N>
    },
  }
}

async function readAnswer(server: string, route: Route, response: Response): Promise<unknown> {
  if (!response.ok) throw await readError(server, response)
  if (route.response === 'bytes') return response.body ?? new Blob([]).stream()
  // A page is for people: programs only hear that it is there.
  if (route.response === 'empty' || route.response === 'page') {
    await response.body?.cancel()
    return undefined
  }
  const json = await readJson(server, response)
  const parsed = route.response.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw notTrellis(server, response.status, `${issue?.path.join('.') || 'the answer'}: ${issue?.message}`, parsed.error)
}

async function readError(server: string, response: Response): Promise<ApiError> {
  const { status } = response
  const json: unknown = await response.json().catch(() => null)
  const parsed = ErrorBody.safeParse(json)
  return parsed.success
    ? new ApiError({ ...parsed.data.error, status })
    : notTrellis(server, status, `it answers ${status} without saying why`)
}

async function readJson(server: string, response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw unreachable(server, error)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notTrellis(server, response.status, 'it answers with something that is not JSON', error)
  }
}
