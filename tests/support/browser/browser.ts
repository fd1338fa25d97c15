import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../../scripts/find-chromium.ts'
import type { Client } from '../../../src/client/client.ts'
import type { GitHub } from '../github/github.ts'

/** The system's own browser. Its sandbox wants rights that root in a container does not have. @param more arguments of its own */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const { stdout } = await which(await findChromium())
  return chromium.launch({
    executablePath: stdout.trim(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage', ...more],
  })
}

async function which(command: string): Promise<{ stdout: string }> {
  const { execFile } = await import('node:child_process')
  const { promisify } = await import('node:util')
  return promisify(execFile)('which', [command])
}

/** What went wrong in a page: errors of its code, of its policy, and requests that left the origin. */
export interface Watched {
  readonly problems: string[]
}

type Visit = { context: BrowserContext; page: Page } & Watched

/** A browser that comes to a server for the first time. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  // What turns and fades all the time would be painted all the time, by processors that have more to do.
  const usual = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const
  const context = await browser.newContext({ baseURL: url, ...usual, ...options })
  // A machine that is busy with other tests is slow; what never comes is found out all the same.
  context.setDefaultTimeout(90_000)
  const problems: string[] = []
  context.on('weberror', error => problems.push(`error: ${error.error().message}`))
  context.on('console', message => {
    // A refusal of the API is no mistake of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(`console: ${message.text()}`)
  })
  return { context, page: await context.newPage(), problems }
}

/** A browser of somebody who has opened the one-time link. */
export async function signIn(
  browser: Browser,
  server: { url: string; client: Client },
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const visited = await visit(browser, server.url, options)
  const { context, page, problems } = visited
  context.on('request', request => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== server.url && protocol !== 'data:') problems.push(`left the origin: ${request.url()}`)
  })
  const { url } = await server.client.call('createSignInLink')
  await page.goto(url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Apps' }).waitFor()
  return visited
}

interface AtGitHub {
  github: GitHub
  login: string
  /** Where the browser comes to first. */
  path?: string
  /** Told of the page before it goes anywhere. */
  watch?: (page: Page) => void
}

/** A browser of somebody of GitHub. @param url where it finds the server */
export async function signInByGitHub(
  browser: Browser,
  url: string,
  { github, login, path = '/', watch }: AtGitHub,
): Promise<Visit> {
  const visited = await visit(browser, url, {})
  github.signIn.signedInAs = login
  watch?.(visited.page)
  await visited.page.goto(path)
  await visited.page.getByRole('link', { name: 'Sign in with GitHub' }).click()
  return visited
}
