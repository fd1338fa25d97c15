import { html } from 'hono/html'
import type { ConnectionWish } from '../core/ports/connection-store.ts'
import { errorAnswer } from './error-response.ts'
import type { Page } from './handlers.ts'

const style =
  'font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem;color-scheme:light dark'

/** One click: GitHub takes the manifest of an App only by a form that a browser posts. */
export const formPage = ({ action, manifest, webUrl }: ConnectionWish): Page => ({
  status: 200,
  html: String(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Connect Trellis to GitHub</title>
  </head>
  <body style="${style}">
    <h1>Connect Trellis to GitHub</h1>
    <p>
      ${webUrl} makes a GitHub App of your own for this server, with everything set: it may read the repositories that you
      choose next, and report deployments. Nothing has to be copied.
    </p>
    <form method="post" action="${action}">
      <input type="hidden" name="manifest" value="${manifest}" />
      <button type="submit" style="font:inherit;padding:.5rem 1rem">Create the GitHub App</button>
    </form>
  </body>
</html>`),
})

export function problemPage(error: unknown): Page {
  const { status, body, unexpected } = errorAnswer(error)
  // It belongs in the server's log, which hears of what is thrown.
  if (unexpected) throw error
  const { message, hint } = body.error
  return {
    status,
    html: String(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Trellis is not connected</title>
  </head>
  <body style="${style}">
    <h1>That did not work</h1>
    <p>${message}</p>
    <p>${hint ?? ''}</p>
    <p><a href="/">Back to Trellis</a></p>
  </body>
</html>`),
  }
}
