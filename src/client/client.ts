import type { z } from 'zod'
import { LiveMessage } from '../contract/live.ts'
import { type Route, type RouteName, routes } from '../contract/routes.ts'
import { type ApiError, invalidInput, notTrellis } from './api-error.ts'
import type { AnyInput } from './build-request.ts'
import type { Caller } from './call.ts'
import { doorOf } from './door.ts'
import { type Follow, followWith } from './follow.ts'
import type { CallArguments, Output } from './route-types.ts'
import { type Sender, send } from './send.ts'

export interface ClientOptions {
  /** Of the server, without a path. */
  url: string
  token?: string | null
  fetch?: typeof fetch
  /** For tests; else the global one, which browsers and Node share. */
  WebSocket?: typeof WebSocket
}

/** Calls of every route; what goes out and what comes back is checked by the contract. */
export interface Client extends Caller {
  readonly url: string
  /** Watches a deployment until it has ended and all its lines were seen. */
  follow: Follow
}

export function createClient(options: ClientOptions): Client {
  const server = options.url.replace(/\/+$/, '')
  const sender: Sender = { server, token: options.token ?? null, fetch: options.fetch ?? fetch }
  const caller: Caller = {
    async call<N extends RouteName>(name: N, ...[input]: CallArguments<N>): Promise<Output<N>> {
      const given = (input as unknown as AnyInput | undefined) ?? {}
      return (await callChecked(sender, routes[name], given)) as Output<N>
    },
    readMessage(data) {
      try {
        return LiveMessage.safeParse(JSON.parse(data)).data ?? null
      } catch {
        return null
      }
    },
  }
  return {
    url: server,
    ...caller,
    follow: (target, watch) => followWith(caller, options.WebSocket ?? WebSocket, target, watch),
  }
}

async function callChecked(sender: Sender, route: Route, input: AnyInput): Promise<unknown> {
  const params = route.params?.safeParse(input.params ?? {})
  if (params?.error) throw invalidParams(params.error, input.params ?? {})
  const answer = await send(sender, doorOf(route), input)
  if (typeof route.response === 'string') return answer
  const parsed = route.response.safeParse(answer)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const detail = `${issue?.path.join('.') || 'the answer'}: ${issue?.message}`
  throw notTrellis(sender.server, route.status, detail, parsed.error)
}

function invalidParams({ issues }: z.ZodError, params: Record<string, unknown>): ApiError {
  const [issue] = issues
  const name = String(issue?.path[0] ?? 'input')
  const given = `"${String(params[name])}"`
  const message = issue?.message ?? 'is not valid'
  return invalidInput(
    message.startsWith('is not ') ? `${given} ${message}.` : `${given} is not a valid ${name}: ${message}.`,
  )
}
