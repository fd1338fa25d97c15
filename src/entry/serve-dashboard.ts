import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context, MiddlewareHandler } from 'hono'
import { pagePolicy } from '../api/page-policy.ts'

const isProgram = (path: string): boolean => /^\/(api|webhooks|healthz)(\/|$)/.test(path)
/** Named by their content: under one name there is never anything else. */
const isAsset = (path: string): boolean => path.startsWith('/assets/')
const nobody = async () => undefined

/**
 * Serves the files of the dashboard, and its one page for every path that it may show something under. Where it was not
 * built, it says so. What programs ask for passes by.
 */
export function serveDashboard(folder: string): MiddlewareHandler {
  // Without a root, whose absence it would complain of: the folder may be built while the server runs.
  const files = serveStatic({ rewriteRequestPath: path => join(folder, path), precompressed: true })
  const index = join(folder, 'index.html')
  const page = serveStatic({ path: index, precompressed: true })
  return async (context, next) => {
    const { path } = context.req
    if (isProgram(path)) return next()
    const file = await files(context, nobody)
    if (file) return dressed(file, isAsset(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
    if (isAsset(path) || !context.req.header('accept')?.includes('text/html')) return next()
    const found = existsSync(index) ? await page(context, nobody) : undefined
    return dressed(found ?? notBuilt(context), 'no-cache')
  }
}

function dressed(response: Response, caching: string): Response {
  response.headers.set('cache-control', caching)
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    response.headers.set('content-security-policy', pagePolicy())
  }
  return response
}

/** It looks again by itself: `trellis up` builds the dashboard when it has begun to serve. */
const notBuilt = (context: Context): Response =>
  context.html(
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="3">
<title>Trellis</title>
<h1>The dashboard is not built yet</h1>
<p>When <code>trellis up</code> has just begun, it takes some seconds, and this page shows it as soon as it is there.
<p>Otherwise, build it in the checkout: <code>npm run build:web</code>
`,
    503,
  )
