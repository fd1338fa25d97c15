import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { openBrowser, signIn } from '../support/browser/browser.ts'
import { checkAccessible, checkWidth, tabTo } from '../support/browser/inspect.ts'
import { type Screen, showcase } from '../support/browser/showcase.ts'
import { Scene } from '../support/pipeline/scene.ts'

const mostScript = 170 * 1024

let scene: Scene
let browser: Browser
let screens: Screen[]
before(async () => {
  scene = await Scene.start({ dashboard: true })
  browser = await openBrowser()
  screens = (await showcase(scene)).screens
})
after(async () => {
  await browser?.close()
  await scene?.close()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen can be read by all, in the ${colorScheme}, at every width`, async () => {
    const { page, context, problems } = await signIn(browser, scene.server, { colorScheme })
    for (const { name, path, ready } of screens) {
      await page.goto(path)
      await page.getByText(ready).first().waitFor()
      await checkAccessible(page, name)
      for (const width of [360, 768, 1440]) {
        await page.setViewportSize({ width, height: 800 })
        await checkWidth(page, `${name} at ${width}`)
      }
    }
    assert.deepEqual(problems, [], 'no error, nothing against the policy, no request elsewhere')
    await context.close()
  })
}

test('the first screen needs little script', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const sizes: number[] = []
  page.on('response', async answer => {
    if (answer.url().endsWith('.js')) sizes.push(gzipSync(await answer.body()).length)
  })
  await page.goto('/')
  await page.getByText('newsletter').first().waitFor()
  await page.waitForLoadState('networkidle')
  const total = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(total > 10_000, 'scripts are no longer seen')
  assert.ok(total <= mostScript, `${Math.round(total / 1024)} KB of script, gzipped; ${mostScript / 1024} are allowed`)
  await context.close()
})

test('the keyboard alone promotes', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const before = (await scene.cli.json<unknown[]>(['history', 'shop-api', 'production'])).length
  await page.goto('/apps/shop-api')
  await tabTo(page, { role: 'button', name: 'More for staging' })
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Promote to production' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Promote to production' }).waitFor()
  await tabTo(page, { role: 'button', name: /^Promote [0-9a-f]{7}/ })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/apps\/shop-api\/production\/\d+/)
  const history = await scene.cli.json<unknown[]>(['history', 'shop-api', 'production'])
  assert.equal(history.length, before + 1)
  await context.close()
})

test('a link signs in one browser only, and who signs out is out', async () => {
  const { url } = await scene.server.client.call('createSignInLink')
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForURL(/sign-in$/)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Apps' }).waitFor()
  const other = await browser.newContext()
  const late = await other.newPage()
  await late.goto(url)
  await late.getByRole('button', { name: 'Sign in' }).click()
  await late.getByRole('alert').getByText('trellis dashboard').waitFor()
  await page.getByRole('button', { name: /signed in as/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor()
  await page.goto(`${scene.server.url}/apps/shop-api`)
  await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor()
  await Promise.all([context.close(), other.close()])
})

test('the palette leads anywhere by a few letters', async () => {
  const { page, context } = await signIn(browser, scene.server)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).fill('newsl')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/apps\/newsletter/)
  await context.close()
})
