import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openBrowser, signIn } from '../tests/support/browser/browser.ts'
import { showcase } from '../tests/support/browser/showcase.ts'
import { Scene } from '../tests/support/pipeline/scene.ts'

/** Those of the README; with a folder as its argument it takes all screens, to be looked at. */
const main = ['pipeline', 'promote', 'failed', 'pipeline-phone']
const [given] = process.argv.slice(2)
const folder = given ?? 'docs/pictures'

const scene = await Scene.start({ dashboard: true })
const browser = await openBrowser()
try {
  const show = await showcase(scene)
  await mkdir(folder, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, context, problems } = await signIn(browser, scene.server, { colorScheme })
    for (const { name, path, ready, width } of show.screens) {
      if (!given && !main.includes(name)) continue
      await page.setViewportSize({ width: width ?? 1440, height: width ? 800 : 900 })
      await page.goto(path)
      await page
        .getByText(ready)
        .first()
        .waitFor({ timeout: 5_000 })
        .catch(() => console.error(`${name}: ${ready} is not there`))
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' })
    }
    for (const problem of problems) console.error(problem)
    await context.close()
  }
} finally {
  await browser.close()
  await scene.close()
}
