import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, signIn } from '../tests/support/browser/browser.ts'
import { Scene } from '../tests/support/pipeline/scene.ts'
import { machine } from './machine.ts'
import { print, write } from './report.ts'
import { type Row, withGoal } from './row.ts'
import { untilCalm } from './until-calm.ts'
import { measureInteractions } from './web/interactions.ts'
import { measureFinishedLog, measureLiveLog, measureOpenLog } from './web/log.ts'

const repeats = 5
/** Of a page that is slowed down: one takes up to half as long again as the next, whatever is changed. */
const slowedRepeats = 15
const where = machine()
const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const scene = await Scene.start({ dashboard: true }, '--builds', '2')
let browser: Browser | undefined
try {
  browser = await openBrowser()
  await scene.addAccount()
  scene.push({ version: 'one' })
  await scene.cli.json(['app', 'create', 'shop', '--repo', scene.repository.path])
  await scene.pushed('shop', scene.repository.head())
  const { page, context } = await signIn(browser, scene.server)
  await untilCalm()
  const rows: Row[] = [
    withGoal('script for the first screen, gzipped', await firstScript(page), 'KB', 170),
    withGoal('pipeline page usable, processor slowed 4 times', await pipelineUsable(page), 'ms', 1_200),
  ]
  const tell = (what: string) => console.error(what)
  rows.push(...(await measureLiveLog(scene, page, tell)))
  rows.push(...(await measureOpenLog(scene, page, tell)))
  rows.push(...(await measureFinishedLog(page, repeats, tell)))
  await context.close()
  rows.push(...(await measureInteractions(join(scene.folder, 'wide'), browser, tell)))
  print(rows)
  await write(where, rows, 'web')
} finally {
  await browser?.close()
  await scene.close()
}

async function firstScript(page: Page): Promise<number> {
  const sizes: number[] = []
  const add = async (answer: { url(): string; body(): Promise<Buffer> }) => {
    if (answer.url().endsWith('.js')) sizes.push(gzipSync(await answer.body()).length)
  }
  page.on('response', add)
  await page.goto('/')
  await page.getByText('shop').first().waitFor()
  await page.waitForLoadState('networkidle')
  page.off('response', add)
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

declare global {
  var usableAt: number | undefined
}

/** Notes when a button was painted, from within the page: what looks in from outside takes its processor. */
function noteUsable(name: string): void {
  const stands = () => [...document.querySelectorAll('button')].some(one => one.textContent.startsWith(name))
  new MutationObserver((_, observer) => {
    if (!stands()) return
    observer.disconnect()
    requestAnimationFrame(() => setTimeout(() => (globalThis.usableAt = performance.now())))
  }).observe(document, { childList: true, subtree: true })
}

/** From asking for the page to a button that answers, nothing of it in the browser's cache. */
async function pipelineUsable(page: Page): Promise<number> {
  await page.addInitScript(noteUsable, 'Promote to staging')
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const taken: number[] = []
  for (let round = 0; round <= slowedRepeats; round++) {
    await page.goto('about:blank')
    await page.goto('/apps/shop', { waitUntil: 'commit' })
    const noted = await page.waitForFunction(() => globalThis.usableAt, undefined, { polling: 250 })
    const ms = (await noted.jsonValue()) ?? Number.NaN
    // The first round warms the server.
    if (round > 0) taken.push(ms)
  }
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await session.send('Network.setCacheDisabled', { cacheDisabled: false })
  await session.detach()
  console.error(`pipeline usable: ${taken.map(ms => ms.toFixed(0)).join(', ')} ms`)
  return median(taken)
}
