import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { noLog } from '../../src/adapters/local/shared-sync.ts'
import { createLocalStores } from '../../src/adapters/local/stores.ts'
import { freePort } from '../../src/emulator/port.ts'
import { sampleApp, sampleEnvironments } from '../../tests/contract/samples.ts'
import { signIn } from '../../tests/support/browser/browser.ts'
import { ServerProcess } from '../../tests/support/pipeline/server-process.ts'
import { fillHome } from '../fill-home.ts'
import { type Row, withGoal } from '../row.ts'

const apps = 299
const stages = Array.from({ length: 12 }, (_, at) => `stage-${at + 1}`)

/** Three hundred apps and a pipeline of twelve environments: no touch of a key or the mouse may be felt. @param folder of this measurement's own */
export async function measureInteractions(
  folder: string,
  browser: Browser,
  tell: (what: string) => void,
): Promise<Row[]> {
  tell('interactions: a home of 300 apps')
  const home = join(folder, 'home')
  await fillHome(home, { apps, deployments: apps * 3 })
  await addWide(home, join(folder, 'repository'))
  // Nobody pushes: what is measured is the page.
  const flags = ['--poll', '1440m']
  const server = await ServerProcess.start({ home, port: await freePort(), flags, dashboard: true })
  try {
    return await touch(server, browser)
  } finally {
    await server.stop()
  }
}

async function addWide(home: string, repository: string): Promise<void> {
  const stores = createLocalStores({ home, log: noLog })
  try {
    await stores.apps.createApp(sampleApp('wide', { repository }), sampleEnvironments('wide', ...stages))
  } finally {
    stores.close()
  }
}

async function touch(server: ServerProcess, browser: Browser): Promise<Row[]> {
  const { page, context } = await signIn(browser, server)
  await watch(page)
  await page.goto('/')
  await page.getByText('app-100', { exact: true }).waitFor()
  const search = page.getByRole('searchbox', { name: 'Find an app' })
  await search.click()
  await page.keyboard.type('app-29', { delay: 60 })
  for (let at = 0; at < 6; at++) await page.keyboard.press('Backspace', { delay: 60 })
  const list = await longest(page)
  await page.goto('/apps/wide')
  await page.getByRole('heading', { name: 'stage-12' }).waitFor()
  await page.getByRole('button', { name: 'More for stage-6' }).click()
  await page.getByRole('menuitem', { name: /^Deploy/ }).click()
  await page.getByRole('dialog').getByText('Commit 3').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).last().click()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).fill('app-1')
  await page.keyboard.press('Escape')
  const pipeline = await longest(page)
  await context.close()
  return [
    withGoal('longest interaction, list of 300 apps', list, 'ms', 100),
    withGoal('longest interaction, pipeline of 12 environments', pipeline, 'ms', 100),
  ]
}

const watch = (page: Page) =>
  page.addInitScript(() => {
    const longest = { ms: 0, name: '' }
    Object.assign(globalThis, { longest })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) {
        if (entry.duration > longest.ms) Object.assign(longest, { ms: entry.duration, name: entry.name })
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
  })

/** Of what the browser counts as interactions: from the event to the next paint. */
async function longest(page: Page): Promise<number> {
  const { ms, name } = await page.evaluate(
    () => (globalThis as unknown as { longest: { ms: number; name: string } }).longest,
  )
  console.error(`interactions: longest ${ms} ms (${name})`)
  return ms
}
