import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openBrowser, signIn } from '../tests/support/browser/browser.ts'
import { showcase, visit } from '../tests/support/browser/showcase.ts'
import { Scene } from '../tests/support/pipeline/scene.ts'

/** Those of the README: name, and the width of a phone where it is one. */
const main: readonly (readonly [screen: string, phone: boolean])[] = [
  ['pipeline', false],
  ['promote', false],
  ['failed', false],
  ['pipeline', true],
]
const desk = { width: 1440, height: 900 }
const phone = { width: 360, height: 800 }

/**
 * Without an argument the pictures of the README; with a folder every screen and dialog, light and dark, on a desk and on
 * a phone, to be looked at. Further words choose screens by their names.
 */
const [folder, ...wanted] = process.argv.slice(2)

const scene = await Scene.start({ dashboard: true })
const browser = await openBrowser()
try {
  const { screens } = await showcase(scene)
  await mkdir(folder ?? 'docs/pictures', { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, context, problems } = await signIn(browser, scene.server, { colorScheme })
    const stranger = await browser.newContext({ baseURL: scene.server.url, colorScheme })
    const outside = await stranger.newPage()
    for (const one of [page, outside]) one.setDefaultTimeout(5_000)
    for (const screen of screens.filter(one => wanted.length === 0 || wanted.includes(one.name))) {
      for (const size of [desk, phone]) {
        const isPhone = size === phone
        if (!folder && !main.some(([name, small]) => name === screen.name && small === isPhone)) continue
        const shown = screen.signedOut ? outside : page
        await shown.setViewportSize(size)
        await visit(shown, screen).catch(() => console.error(`${screen.name}: ${screen.ready} is not there`))
        await shown.waitForLoadState('networkidle')
        const whole = folder !== undefined && screen.whole === true
        // What sticks to the window would stand in the middle of a higher picture.
        const style = whole ? '.bar, .card-actions { position: static !important; }' : ''
        const name = `${screen.name}${isPhone ? '-phone' : ''}-${colorScheme}.png`
        const path = join(folder ?? 'docs/pictures', name)
        await shown.screenshot({ path, animations: 'disabled', fullPage: whole, style })
      }
    }
    for (const problem of problems) console.error(problem)
    await Promise.all([context.close(), stranger.close()])
  }
} finally {
  await browser.close()
  await scene.close()
}
