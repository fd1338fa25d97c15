import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { openBrowser, signIn } from '../support/browser/browser.ts'
import { checkAccessible, checkWidth, tabTo } from '../support/browser/inspect.ts'
import { type Screen, showcase, visit } from '../support/browser/showcase.ts'
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

test('every screen and dialog can be read by all, in the light and in the dark, and reached from at every width', async () => {
  const { page, context, problems } = await signIn(browser, scene.server)
  const stranger = await browser.newContext({ baseURL: scene.server.url })
  const outside = await stranger.newPage()
  for (const screen of screens) {
    const shown = screen.signedOut ? outside : page
    await shown.emulateMedia({ colorScheme: 'light' })
    await shown.setViewportSize({ width: 1440, height: 800 })
    await visit(shown, screen)
    await checkAccessible(shown, screen.name)
    // Nothing else is another in the dark.
    await shown.emulateMedia({ colorScheme: 'dark' })
    await checkAccessible(shown, `${screen.name} in the dark`, 'colours')
    for (const width of [360, 768, 1440]) {
      await shown.setViewportSize({ width, height: 800 })
      await checkWidth(shown, `${screen.name} at ${width}`)
      if (width === 360) await checkAccessible(shown, `${screen.name} on a phone`, 'names')
    }
  }
  assert.deepEqual(problems, [], 'no error, nothing against the policy, no request elsewhere')
  await Promise.all([context.close(), stranger.close()])
})

test('on a phone a failed deployment opens with its cause and the beginning of its log, and leads to the line', async () => {
  const viewport = { width: 360, height: 800 }
  const { page, context } = await signIn(browser, scene.server, { viewport, hasTouch: true, isMobile: true })
  const { promise: late, resolve: answer } = Promise.withResolvers<void>()
  await page.route('**/api/v1/status', async route => {
    await late
    await route.continue()
  })
  await page.goto('/apps/shop-api/development/5')
  const cause = page.locator('.log-row', { hasText: 'AssertionError' })
  await cause.waitFor()
  const box = await page.getByRole('log').boundingBox()
  assert.ok(box && box.y < viewport.height - 40, `the log begins at ${box?.y}`)
  assert.equal(await page.evaluate(() => scrollY), 0)
  assert.match(await page.title(), /^✕ development #5/)
  await page.getByRole('button', { name: /^Go to line \d+$/ }).click()
  const isInSight = () => {
    const row = document.querySelector('.log-marked')?.getBoundingClientRect()
    return row && row.top > 56 && row.bottom <= innerHeight
  }
  await page.waitForFunction(isInSight)
  // On a busy machine it is answered only now what may be done here.
  answer()
  await page.getByRole('button', { name: 'Deploy again' }).waitFor()
  await page.waitForFunction(isInSight)
  assert.match((await page.locator('.log-marked').textContent()) ?? '', /AssertionError/)
  await context.close()
})

test('an address that asks for what is not there says so; half of one asks for nothing', async () => {
  const { page, context } = await signIn(browser, scene.server)
  await page.goto('/apps/shop-api?dialog=promote&environment=production')
  const last = page.getByRole('dialog', { name: 'Nothing comes after production' })
  await last.getByRole('link', { name: 'Promote to production' }).click()
  await page.getByRole('dialog', { name: 'Promote to production' }).waitFor()
  await page.goto('/apps/shop-api/settings?section=variables&dialog=set+NOPE+nowhere')
  const nowhere = page.getByRole('dialog', { name: 'There is no environment nowhere' })
  await nowhere.getByRole('button', { name: 'See the variables' }).click()
  await page.waitForURL(/\/settings\?section=variables$/)
  await page.goto('/apps/shop-api?dialog=promote')
  await page.waitForURL(/\/apps\/shop-api$/)
  await context.close()
})

test('an app and a deployment say their status in words; a teardown is told apart from deployments', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const app = page.getByRole('link', { name: /^landing-page/ })
  await app.getByTitle('Torn down').first().waitFor()
  assert.match(await app.ariaSnapshot(), /Torn down test/)
  await page.goto('/history?app=landing-page-of-the-summer-campaign')
  const [teardown, push] = [
    page.getByRole('listitem').filter({ hasText: '#2' }),
    page.getByRole('listitem').filter({ hasText: '#1' }),
  ]
  assert.match(await teardown.ariaSnapshot(), /Torn down landing-page.* teardown of Set up the shop/)
  assert.match(await push.ariaSnapshot(), /Succeeded landing-page.* Set up the shop/)
  await context.close()
})

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
  assert.ok(total <= mostScript, `${total / 1024} KB of script, gzipped; ${mostScript / 1024} are allowed`)
  await context.close()
})

test('what a pipeline shows is asked for once, while its code is on its way', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const status = '/api/v1/apps/shop-api/status'
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).pathname))
  await page.route('**/assets/*.js', async route => {
    while (!asked.includes(status)) await page.waitForEvent('request')
    await route.continue()
  })
  await page.goto('/apps/shop-api')
  await page.getByRole('article', { name: 'staging' }).waitFor()
  const script = asked.findIndex(path => path.endsWith('.js') && path.startsWith('/assets/'))
  const before = asked.slice(0, asked.indexOf('/api/v1/live/tickets'))
  assert.ok(script >= 0)
  for (const path of ['/api/v1/session/state', '/api/v1/session', status])
    assert.equal(before.filter(one => one === path).length, 1, path)
  await context.close()
})

test('the keyboard alone promotes', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const before = (await scene.cli.json<unknown[]>(['history', 'shop-api', 'production'])).length
  await page.goto('/apps/shop-api')
  await tabTo(page, { role: 'button', name: 'More for staging' })
  await page.keyboard.press('Enter')
  await page.locator('[role="menuitem"]:focus', { hasText: 'Promote to production' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Promote to production' }).waitFor()
  await tabTo(page, { role: 'button', name: /^Promote [0-9a-f]{7}/ })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/apps\/shop-api\/production\/\d+/)
  await page.getByRole('article').first().waitFor({ state: 'detached' })
  // What was pressed is gone, and so is the page that it was on.
  await page.waitForFunction(() => document.activeElement?.matches('#content h1'))
  const history = await scene.cli.json<unknown[]>(['history', 'shop-api', 'production'])
  assert.equal(history.length, before + 1)
  await page.goBack()
  await page.getByRole('article', { name: 'staging' }).waitFor()
  const again = page.getByRole('dialog', { name: 'Promote to production' })
  assert.equal(await again.count(), 0, 'going back opens what was done again')
  await context.close()
})

test('the palette leads anywhere and does anything by a few letters', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const type = async (words: string) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill(words)
    await page.keyboard.press('Enter')
  }
  const { promise: late, resolve: arrive } = Promise.withResolvers<void>()
  await page.route(/\/palette-[^/]*\.js$/, async route => {
    await late
    await route.continue()
  })
  await page.goto('/')
  await page.getByText('newsletter').first().waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('newsl')
  arrive()
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
  assert.equal(
    await page.getByRole('combobox', { name: 'Search' }).inputValue(),
    'newsl',
    'what was typed early is lost',
  )
  await page.getByRole('option', { name: 'newsletter' }).first().waitFor()
  await page.getByRole('option', { name: 'History of everything' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/apps\/newsletter/)
  await type('shop tear staging')
  await page.getByRole('dialog', { name: 'Tear down staging' }).getByText('node remove.mjs').waitFor()
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.matches('#content h1'))
  await type('cancel development')
  const dialog = page.getByRole('dialog', { name: 'Cancel development #7' })
  await dialog.getByRole('button', { name: 'Cancel #7' }).click()
  await page
    .getByText(/development #7 was cancelled|Cancellation of development #7 asked for/)
    .first()
    .waitFor()
  assert.equal((await scene.ended('shop-api', 'development', 7)).state, 'cancelled')
  await context.close()
})
