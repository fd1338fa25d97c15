import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { ZodType } from 'zod'
import { inWords } from '../contract/in-words.ts'
import { type Route, type RouteName, routes } from '../contract/routes.ts'
import { demand } from '../core/access/can.ts'
import { TrellisError } from '../core/errors.ts'
import type { Authenticate, Caller } from './authenticate.ts'
import type { Call, Elsewhere, Handlers, Page } from './handlers.ts'
import { parseJson } from './parse-json.ts'

const said = { error: inWords }

const largestBody = 5 * 1024 * 1024

const limitBody = bodyLimit({
  maxSize: largestBody,
  onError: () => {
    throw new TrellisError('body_too_large', 'The body is larger than 5 MB.', 'Send less at a time.')
  },
})

/** Serves the route table; parsing, authentication and the form of answers are the same for every route. */
export function mountRoutes(app: Hono, serving: Serving): void {
  for (const name of Object.keys(routes) as RouteName[]) mountRoute(app, name, serving)
}

export interface Serving {
  handlers: Handlers
  authenticate: Authenticate
  /** The address of whoever asks. */
  callerOf(context: Context): string
}

function mountRoute<N extends RouteName>(app: Hono, name: N, { handlers, authenticate, callerOf }: Serving): void {
  const route: Route = routes[name]
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
  const isUpload = route.auth === 'job' && route.body === 'bytes'
  const slowDown = limiterOf(route)
  const handle = async (context: Context) => {
    await slowDown?.(callerOf(context))
    const caller = await authenticate(context, route.auth)
    if (route.auth === 'user' && route.may !== 'signed-in') {
      const { app, environment } = context.req.param()
      const place = route.somewhere ? { app, somewhere: true } : { app, environment }
      demand(caller.actor, route.may, place)
    }
    // The schemas of the table make the parts what `Call` says they are; the compiler cannot follow a table of types.
    const call = (await parse(context, route, caller, callerOf(context))) as Call<N>
    return answer(context, route, await handlers[name](call))
  }
  if (isUpload) app.on(route.method.toUpperCase(), path, handle)
  else app.on(route.method.toUpperCase(), path, limitBody, handle)
}

async function parse(context: Context, route: Route, caller: Caller, address: string): Promise<Call<RouteName>> {
  const body =
    route.body instanceof ZodType
      ? await route.body.parseAsync(parseJson(await context.req.text(), context.req.header('content-type')), said)
      : undefined
  return {
    params: route.params?.parse(context.req.param(), said),
    query: route.query?.parse(context.req.query(), said),
    body,
    ...caller,
    address,
    cookies: {
      get: name => getCookie(context, name),
      set: (name, value, options) => setCookie(context, name, value, options),
    },
    header: name => context.req.header(name),
    bytes: () => (context.req.raw.body ?? new Blob([]).stream()) as unknown as AsyncIterable<Uint8Array>,
  } as Call<RouteName>
}

function answer(context: Context, route: Route, result: unknown): Response {
  if (route.response === 'empty') return context.body(null, 204)
  if (route.response === 'page') return show(context, result as Page)
  if (route.response === 'bytes') {
    const bytes = result as AsyncIterable<Uint8Array> | Elsewhere
    if ('location' in bytes) return lead(context, bytes)
    const stream = Readable.toWeb(Readable.from(bytes, { objectMode: false }))
    return context.body(stream as NodeStream<Uint8Array> as ReadableStream<Uint8Array>, 200, {
      ...(route.download
        ? asText(route.download, context)
        : { 'content-type': route.textType ?? 'application/octet-stream' }),
    })
  }
  // Bytes, since a socket takes long over a long text: it is joined with its header first, and then encoded in small steps.
  const json = Buffer.from(JSON.stringify(result))
  return context.body(json, route.status as 200, { 'content-type': 'application/json' })
}

/** Kept by nobody: a page may hold what is good for once, an address what is good for minutes. */
function show(context: Context, page: Page): Response {
  if ('location' in page) return lead(context, page)
  context.header('cache-control', 'no-store')
  return context.html(page.html, page.status)
}

function lead(context: Context, { location }: Elsewhere): Response {
  context.header('cache-control', 'no-store')
  return context.redirect(location)
}

/** What anybody may ask without a word, they may not ask without end. */
function limiterOf(route: Route): ((caller: string) => Promise<void>) | null {
  if (route.auth === 'user' || !route.limit) return null
  const asked = new RateLimiterMemory({ points: route.limit, duration: 60 })
  return caller =>
    asked.consume(caller).then(
      () => undefined,
      () => {
        throw new TrellisError('too_many_attempts', 'That was asked too often from here.', 'Wait a minute.')
      },
    )
}

/** Never shown by a browser as anything but text: what is in it may be from anybody. The names in the path are slugs. */
function asText(download: string, context: Context): Record<string, string> {
  const name = download.replaceAll(/\{(\w+)\}/g, (_, part: string) => context.req.param(part) ?? '')
  return { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` }
}
