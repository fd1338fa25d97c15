import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { TrellisError } from '../core/errors.ts'
import type { Authenticate } from './authenticate.ts'
import { checkHost } from './check-host.ts'
import { errorAnswer } from './error-response.ts'
import type { Handlers } from './handlers.ts'
import { mountRoutes } from './mount.ts'
import { describeApi } from './openapi.ts'

export interface ApiOptions {
  handlers: Handlers
  authenticate: Authenticate
  version: string
  /** Host names that lead here besides addresses and `localhost`. */
  hostNames: readonly string[]
  /** Told of every request that is over. `error`: only what was not foreseen. */
  onRequest(request: { method: string; path: string; status: number; ms: number; error?: unknown }): void
}

/** The HTTP API, the same wherever it runs. */
export function createApi({ handlers, authenticate, version, hostNames, onRequest }: ApiOptions): Hono {
  const app = new Hono()
  const failures = new WeakMap<Request, unknown>()
  app.use(async (context, next) => {
    const startedAt = performance.now()
    await next()
    const { method, path, raw } = context.req
    const error = failures.get(raw)
    onRequest({
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
  const description = JSON.stringify(describeApi(version))
  app.get('/api/openapi.json', context => context.body(description, 200, { 'content-type': 'application/json' }))
  mountRoutes(app, handlers, authenticate)
  app.notFound(() => {
    throw new TrellisError('route_not_found', 'There is nothing here.', '/api/openapi.json describes what there is.')
  })
  app.onError((error, context) => {
    const { status, body, unexpected } = errorAnswer(error)
    if (unexpected) failures.set(context.req.raw, error)
    return context.json(body, status)
  })
  return app
}
