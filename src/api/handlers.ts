import type { CookieOptions } from 'hono/utils/cookie'
import type { z } from 'zod'
import type { Route, RouteName, routes } from '../contract/routes.ts'
import type { Asker } from '../core/access/asker.ts'
import type { SessionRecord } from '../core/ports/session-store.ts'
import type { ErrorAnswer } from './error-response.ts'

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

/** One call of a route, its parts parsed by the route's schemas. */
export interface Call<N extends RouteName> {
  params: (typeof routes)[N] extends { params: infer P } ? Parsed<P> : undefined
  query: (typeof routes)[N] extends { query: infer Q } ? Parsed<Q> : undefined
  body: (typeof routes)[N] extends { body: infer B } ? Parsed<B> : undefined
  /** Who calls; of runners and webhooks it is Trellis itself. */
  actor: Asker
  /** The bearer token of a runner's route, else empty. */
  token: string
  /** By which the caller may; null: it is not by a session. */
  session: SessionRecord | null
  /** Who the caller is by now; null: nobody who may come in any more. */
  renew(): Promise<Asker | null>
  /** From where it is called. */
  address: string
  cookies: Cookies
  header(name: string): string | undefined
  /** The raw body of a `bytes` route. */
  bytes(): AsyncIterable<Uint8Array>
}

/** Of the request, and for the answer. */
export interface Cookies {
  get(name: string): string | undefined
  set(name: string, value: string, options: CookieOptions): void
}

/** What a person gets to see: a page, or another one. */
export type Page = { html: string; status: ErrorAnswer['status'] | 200 } | Elsewhere

/** Where it is that was asked for. */
export interface Elsewhere {
  location: string
}

type Answer<R extends Route> = R['response'] extends z.ZodType
  ? z.input<R['response']>
  : R['response'] extends 'bytes'
    ? AsyncIterable<Uint8Array> | (R extends { elsewhere: true } ? Elsewhere : never)
    : R['response'] extends 'page'
      ? Page
      : undefined

/** A handler for every route of the table: one that is missing does not compile. */
export type Handlers = {
  [N in RouteName]: (call: Call<N>) => Promise<Answer<(typeof routes)[N]>>
}
