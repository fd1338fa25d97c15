import type { Browser, Page } from 'playwright-core'
import { signIn } from '../../tests/support/browser/browser.ts'
import type { Scene } from '../../tests/support/pipeline/scene.ts'
import { type Row, withGoal } from '../row.ts'

/** Three hundred apps and a pipeline of twelve environments: no touch of a key or the mouse may be felt. */
export async function measureInteractions(
  scene: Scene,
  browser: Browser,
  tell: (what: string) => void,
): Promise<Row[]> {
  tell('interactions: making 300 apps')
  const { client } = scene.server
  const repository = scene.repository.path
  const names = Array.from({ length: 12 }, (_, at) => `stage-${at + 1}`)
  // On a branch without an end of its own nothing is deployed.
  scene.repository.git('branch', 'idle')
  await client.call('createApp', { body: { name: 'wide', repository, environments: names } })
  for (let at = 0; at < 298; at++) {
    const name = `app-${String(at).padStart(3, '0')}`
    await client.call('createApp', { body: { name, repository, environments: ['test', 'live'] } })
    await client.call('setEnvironment', { params: { app: name, environment: 'test' }, body: { branch: null } })
  }
  const { page, context } = await signIn(browser, scene.server)
  await watch(page)
  await page.goto('/')
  await page.getByText('app-003').waitFor()
  const search = page.getByRole('searchbox', { name: 'Find an app' })
  await search.click()
  await page.keyboard.type('app-29', { delay: 60 })
  for (let at = 0; at < 6; at++) await page.keyboard.press('Backspace', { delay: 60 })
  const list = await longest(page)
  await page.goto('/apps/wide')
  await page.getByRole('heading', { name: 'stage-12' }).waitFor()
  await page.getByRole('button', { name: 'More for stage-6' }).click()
  await page.getByRole('menuitem', { name: 'Deploy' }).click()
  await page.getByRole('dialog').getByText('newest', { exact: true }).waitFor()
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
