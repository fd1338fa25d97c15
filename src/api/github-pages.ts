import { html } from 'hono/html'
import type { ConnectionWish } from '../core/ports/connection-store.ts'
import { errorAnswer } from './error-response.ts'
import type { Page } from './handlers.ts'

/** As the dashboard looks, whose files these pages do without. */
const look = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem;
  background: light-dark(#fbfcfb, #101411); color: light-dark(#17201a, #e7ece8); overflow-wrap: anywhere }
h1 { margin: 1rem 0 .5rem; font-size: 22px; line-height: 1.25 }
a { color: light-dark(#1f7a3d, #5fcf83) }
button { min-height: 44px; padding: 0 1rem; border: 0; border-radius: 6px; font: inherit; font-weight: 550; cursor: pointer;
  background: light-dark(#1f7a3d, #5fcf83); color: light-dark(#fff, #07130b) }
button:focus-visible { outline: 2px solid light-dark(#1f7a3d, #5fcf83); outline-offset: 2px }
.quiet { color: light-dark(#566159, #a0aca3) }
`

const page = (title: string, content: ReturnType<typeof html>): string =>
  String(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <link rel="icon" href="/favicon.svg" />
    <title>${title} · Trellis</title>
    <style>${look}</style>
  </head>
  <body>
    <main>
      <img src="/favicon.svg" alt="" width="32" height="32" />
      ${content}
    </main>
  </body>
</html>`)

/** One click: GitHub takes the manifest of an App only by a form that a browser posts. */
export const formPage = ({ action, manifest, webUrl }: ConnectionWish): Page => ({
  status: 200,
  html: page(
    'Connect to GitHub',
    html`<h1>Connect Trellis to GitHub</h1>
      <p>
        ${webUrl} makes a GitHub App of your own for this server, with everything set. It may read the repositories that
        you choose next, and report deployments. Nothing has to be copied.
      </p>
      <form method="post" action="${action}">
        <input type="hidden" name="manifest" value="${manifest}" />
        <button type="submit">Create the GitHub App</button>
      </form>
      <p class="quiet">GitHub asks you to confirm its name, and then which repositories it may read.</p>`,
  ),
})

export function problemPage(error: unknown): Page {
  const { status, body, unexpected } = errorAnswer(error)
  // It belongs in the server's log, which hears of what is thrown.
  if (unexpected) throw error
  const { message, hint } = body.error
  return {
    status,
    html: page(
      'Not connected',
      html`<h1>That did not work</h1>
        <p>${message}</p>
        <p>${hint ?? ''}</p>
        <p><a href="/github">Back to Trellis</a></p>`,
    ),
  }
}
