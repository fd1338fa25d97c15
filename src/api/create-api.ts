import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { TrellisError } from '../core/errors.ts'
import { type Authenticate, isGuess } from './authenticate.ts'
import { checkHost } from './check-host.ts'
import { errorAnswer } from './error-response.ts'
import type { Handlers } from './handlers.ts'
import { mountRoutes } from './mount.ts'

export interface ApiOptions {
  handlers: Handlers
  authenticate: Authenticate
  /** The address of whoever asks. */
  callerOf(context: Context): string
  version: string
  /** Host names that lead here besides addresses and `localhost`. */
  hostNames: readonly string[]
  /** What answers people rather than programs, where the table has nothing. */
  pages?: MiddlewareHandler | undefined
  /** Told of every request that is over. `id`: as its answer names it, in X-Request-Id. `error`: only what was not foreseen. */
  onRequest(request: { id: string; method: string; path: string; status: number; ms: number; error?: unknown }): void
}

/** Failed attempts that an address has in so many seconds. */
const attempts = 20
const window = 60

/** The HTTP API, the same wherever it runs. */
export function createApi({
  handlers,
  authenticate,
  callerOf,
  version,
  hostNames,
  pages,
  onRequest,
}: ApiOptions): Hono {
  const failed = new RateLimiterMemory({ points: attempts, duration: window })
  /** Only failures count, and a right token always passes: a build on this machine could lock everybody out by guessing. */
  const slowDown = (refusal: TrellisError, caller: string): Promise<TrellisError> =>
    failed.consume(caller).then(
      () => refusal,
      () => new TrellisError('too_many_attempts', 'Too many attempts with a wrong token or code.', 'Wait a minute.'),
    )
  const app = new Hono()
  const failures = new WeakMap<Request, unknown>()
  app.use(requestId({ limitLength: 100 }))
  app.use(async (context, next) => {
    const startedAt = performance.now()
    await next()
    const { method, path, raw } = context.req
    const error = failures.get(raw)
    onRequest({
      id: context.res.headers.get('x-request-id') ?? '',
      method,
      path,
      status: context.res.status,
      ms: performance.now() - startedAt,
      ...(error ? { error } : {}),
    })
  })
  app.use(secureHeaders({ xFrameOptions: 'DENY', referrerPolicy: 'no-referrer' }))
  app.use(async (context, next) => {
    checkHost(context.req.header('host'), hostNames)
    await next()
  })
  let description: string | undefined
  app.get('/api/openapi.json', async context => {
    await authenticate(context, 'user')
    // Made when somebody wants it: few do, and those who wait for a server to start need not wait for it.
    description ??= JSON.stringify((await import('./openapi.ts')).describeApi(version))
    return context.body(description, 200, { 'content-type': 'application/json' })
  })
  mountRoutes(app, { handlers, authenticate, callerOf })
  if (pages) app.get('*', pages)
  app.notFound(() => {
    throw new TrellisError('route_not_found', 'There is nothing here.', '/api/openapi.json describes what there is.')
  })
  app.onError(async (thrown, context) => {
    const error =
      thrown instanceof TrellisError && isGuess(context, thrown) ? await slowDown(thrown, callerOf(context)) : thrown
    const { status, body, unexpected } = errorAnswer(error)
    if (status === 429) context.header('retry-after', String(window))
    if (unexpected) failures.set(context.req.raw, error)
    return context.json(body, status)
  })
  return app
}
