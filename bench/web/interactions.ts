import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { noLog } from '../../src/adapters/local/shared-sync.ts'
import { createLocalStores } from '../../src/adapters/local/stores.ts'
import { freePort } from '../../src/emulator/port.ts'
import { sampleApp, sampleEnvironments } from '../../tests/contract/samples.ts'
import { signIn } from '../../tests/support/browser/browser.ts'
import { ServerProcess } from '../../tests/support/pipeline/server-process.ts'
import { fillHome } from '../fill-home.ts'
import { figure, type Row, withGoal } from '../row.ts'

const apps = 299
const rounds = 5
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
  const list: Longest[] = []
  const pipeline: Longest[] = []
  for (let round = 0; round < rounds; round++) {
    await page.goto('/')
    await page.getByText('app-100', { exact: true }).waitFor()
    await page.getByRole('searchbox', { name: 'Find an app' }).click()
    await page.keyboard.type('app-29', { delay: 60 })
    for (let at = 0; at < 6; at++) await page.keyboard.press('Backspace', { delay: 60 })
    list.push(await longest(page))
    await page.goto('/apps/wide')
    await page.getByRole('heading', { name: 'stage-12' }).waitFor()
    await page.getByRole('button', { name: 'More for stage-6' }).click()
    await page.getByRole('menuitem', { name: /^Deploy/ }).click()
    await page.getByRole('dialog').getByText('Commit 3').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).last().click()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill('app-1')
    await page.keyboard.press('Escape')
    pipeline.push(await longest(page))
  }
  await context.close()
  return [...rowsOf('list of 300 apps', list), ...rowsOf('pipeline of 12 environments', pipeline)]
}

interface Longest {
  /** Milliseconds of the longest interaction. */
  readonly interaction: number
  /** Of the longest event of any kind: that the mouse left a button is none that anybody waits for. */
  readonly event: number
}

const rowsOf = (where: string, all: readonly Longest[]): Row[] => [
  withGoal(`longest interaction, ${where}`, Math.max(...all.map(one => one.interaction)), 'ms', 100),
  figure(`the same, events that are no interaction too, ${where}`, Math.max(...all.map(one => one.event)), 'ms'),
]

const watch = (page: Page) =>
  page.addInitScript(() => {
    const longest = { interaction: 0, event: 0, names: '' }
    Object.assign(globalThis, { longest })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
        if (entry.duration > longest.event) {
          longest.event = entry.duration
          longest.names += ` ${entry.name}`
        }
        if (entry.interactionId && entry.duration > longest.interaction) longest.interaction = entry.duration
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
  })

/** From the event to the next paint; what is an interaction the browser says (`interactionId`), as Interaction to Next Paint has it. */
async function longest(page: Page): Promise<Longest> {
  const found = await page.evaluate(() => (globalThis as unknown as { longest: Longest & { names: string } }).longest)
  console.error(
    `interactions: longest ${found.interaction} ms, of all events ${found.event} ms (${found.names.trim()})`,
  )
  return found
}
