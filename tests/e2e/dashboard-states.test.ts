import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Route } from 'playwright-core'
import type { EnvironmentStatus } from '../../src/contract/app.ts'
import { signIn } from '../support/browser/browser.ts'
import { checkWidth } from '../support/browser/inspect.ts'
import { api, dialog, openSmallShop, type SmallShop, settings } from '../support/browser/small-shop.ts'
import type { Scene } from '../support/pipeline/scene.ts'

let shop: SmallShop
let scene: Scene
let browser: Browser
before(async () => {
  shop = await openSmallShop()
  scene = shop.scene
  browser = shop.browser
})
after(() => shop?.close())

const development = `${api}/apps/shop/environments/development`

/** Each question of each screen: where it is asked, what is said meanwhile, and a sign of the answer. */
const asked: readonly (readonly [page: string, question: string, meanwhile: string, answer: string])[] = [
  ['/', `${api}/status`, 'the apps', 'development'],
  ['/apps/shop', `${api}/apps/shop/status`, 'the pipeline', '1 commit behind'],
  ['/apps/shop', `${api}/apps/shop/deployments?limit=8`, 'the activity', 'staging #1'],
  [dialog('promote'), `${development}/promotion`, 'what the promotion would do', '1 commit in between'],
  [dialog('rollback'), `${development}/rollbacks`, 'the earlier successes', 'Roll back to #1'],
  [dialog('deploy'), `${api}/apps/shop/commits?branch=main&limit=50`, 'the commits', 'newest'],
  [dialog('teardown'), `${development}/standing`, 'what stands there', 'console.log(0)'],
  [dialog('compare'), `${api}/apps/shop/compare?*`, 'the commits', 'Close it on Sundays'],
  ['/apps/shop/development/1', `${development}/deployments/1`, 'the deployment', 'Succeeded'],
  ['/history', `${api}/deployments?limit=40`, 'the history', 'Open the shop'],
  [settings('environments'), `${api}/apps/shop/environments`, 'the environments', 'follows main'],
  [settings('variables'), `${development}/variables`, 'the variables', 'No variable is set.'],
  [settings('app'), `${api}/apps/shop`, 'the app', 'Webhook'],
  ['/accounts', `${api}/accounts`, 'the accounts', 'acme'],
  ['/github', `${api}/github`, 'the connection to GitHub', 'One click makes a GitHub App'],
  ['/people', `${api}/members`, 'the members', 'Nobody has a role yet.'],
  ['/people?section=sign-in', `${api}/sign-in/admissions`, 'who is let in', 'Nobody is let in by name'],
  ['/people?section=tokens', `${api}/tokens`, 'the tokens', 'There are no tokens.'],
  ['/people?section=sessions', `${api}/sessions?all=false`, 'the sessions', 'this one'],
]

const pattern = (question: string) => question.replaceAll(/[.?]/g, '\\$&').replaceAll('*', '.*')

test('every screen and dialog says that it loads, then what went wrong, and shows it when asked again', async () => {
  const { page, context, problems } = await signIn(browser, scene.server)
  for (const [path, question, meanwhile, answer] of asked) {
    const held = Promise.withResolvers<Route>()
    let first = true
    const isAsked = (url: URL) => new RegExp(`^${pattern(question)}$`).test(url.pathname + url.search)
    await page.goto('about:blank')
    await page.route(isAsked, route => {
      if (!first) return route.fallback()
      first = false
      held.resolve(route)
    })
    await page.goto(path)
    await page
      .getByRole('status')
      .filter({ hasText: `Loading ${meanwhile}` })
      .waitFor()
    const refusal = { error: { code: 'not_allowed', message: `No look at ${meanwhile}.`, hint: 'Ask an admin.' } }
    await (await held.promise).fulfill({ status: 403, json: refusal })
    const alert = page.getByRole('alert').filter({ hasText: `No look at ${meanwhile}.` })
    await alert.getByText('Ask an admin.').waitFor()
    await alert.getByRole('button', { name: 'Try again' }).click()
    await alert.waitFor({ state: 'detached' })
    await page.getByText(answer).first().waitFor()
    await page.unroute(isAsked)
  }
  assert.deepEqual(problems, [])
  await context.close()
})

test('where there is nothing, every screen says so, and what can be done', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const status = await scene.server.client.call('appStatus', { params: { app: 'shop' } })
  const deployment = await scene.show('shop', 'development', 1)
  const empty: readonly (readonly [page: string, question: string, answer: unknown, words: string])[] = [
    ['/', `${api}/status`, { apps: [] }, 'Connect the first repository'],
    ['/apps/shop', `${api}/apps/shop/status`, { ...status, environments: [] }, 'This app has no environment'],
    ['/apps/shop', `${api}/apps/shop/deployments?limit=8`, [], 'Nothing has happened yet.'],
    [dialog('rollback'), `${development}/rollbacks`, [], 'There is no earlier success'],
    [dialog('deploy'), `${api}/apps/shop/commits?branch=main&limit=50`, [], 'has no commits'],
    ['/apps/shop/development/1', `${development}/deployments/1`, { ...deployment, lastSeq: 0 }, 'It wrote no log.'],
    ['/history', `${api}/deployments?limit=40`, [], 'Nothing was deployed yet.'],
    [settings('environments'), `${api}/apps/shop/environments`, [], 'This app has no environment.'],
    ['/accounts', `${api}/accounts`, [], 'No account is named yet.'],
  ]
  for (const [path, question, answer, words] of empty) {
    const isAsked = (url: URL) => url.pathname + url.search === question
    await page.goto('about:blank')
    await page.route(isAsked, route => route.fulfill({ json: answer }))
    await page.goto(path)
    await page.getByText(words).first().waitFor()
    await page.unroute(isAsked)
  }
  await context.close()
})

test('what waits, runs, or was left behind by a teardown is said on the page and on the card', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const deployment = await scene.show('shop', 'staging', 1)
  const table = { type: 'AWS::DynamoDB::Table', id: 'orders-9', logicalId: 'Orders', stack: 'Shop', deleted: false }
  const answers = (change: object) => (route: Route) => route.fulfill({ json: { ...deployment, ...change } })
  const question = `**${api}/apps/shop/environments/staging/deployments/1`
  const agoIso = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString()
  const quota = 'The quota of 6 processors is used up.'
  const cases: [change: object, words: string][] = [
    [{ state: 'waiting', waitingFor: 'approval' }, 'Waits for somebody to approve it.'],
    [{ state: 'waiting', waitingFor: 'freeze' }, 'Waits until deployments are allowed here again.'],
    [{ state: 'queued', behind: 'staging #3, which runs there' }, 'Waits behind staging #3, which runs there.'],
    [
      { state: 'running', finishedAt: null, phases: [], noMachine: { since: agoIso(300_000), problem: quota } },
      `Waits for a build machine, first asked for 5 minutes ago, 60 minutes at most. ${quota}`,
    ],
    [{ kind: 'teardown', retained: [table] }, '1 left behind in the cloud'],
  ]
  for (const [change, words] of cases) {
    await page.goto('about:blank')
    await page.route(question, answers(change))
    await page.goto('/apps/shop/staging/1')
    await page.getByText(words).waitFor()
    assert.equal(await page.getByRole('link', { name: 'Pipeline' }).getAttribute('aria-current'), 'true')
    await page.unroute(question)
  }
  const status = await scene.server.client.call('appStatus', { params: { app: 'shop' } })
  const show = async (change: (staging: EnvironmentStatus) => object) => {
    const environments = status.environments.map(one => (one.name === 'staging' ? { ...one, ...change(one) } : one))
    await page.goto('about:blank')
    await page.unrouteAll()
    await page.route(`**${api}/apps/shop/status`, route => route.fulfill({ json: { ...status, environments } }))
    await page.goto('/apps/shop')
    return page.getByRole('article', { name: 'staging' })
  }
  const torn = await show(({ latest }) => ({
    ...{ status: 'removed', live: null },
    latest: { ...latest, kind: 'teardown', retained: [table] },
  }))
  await torn.getByRole('link', { name: 'One resource was left behind' }).waitFor()
  const startedAt = agoIso(605_000)
  const waiting = await show(({ latest }) => ({
    status: 'deploying',
    running: {
      ...latest,
      ...{ id: 'other', number: 2, state: 'running', startedAt, finishedAt: null, phases: [] },
      noMachine: { since: startedAt, problem: quota },
    },
  }))
  await waiting
    .getByText(`Waits for a build machine, first asked for 10 minutes ago, 60 minutes at most. ${quota}`)
    .waitFor()
  const busy = await show(({ latest }) => ({
    status: 'deploying',
    queued: [3],
    running: {
      ...latest,
      ...{ id: 'other', number: 2, state: 'running', startedAt, finishedAt: null },
      phases: [{ name: 'deploy', state: 'running', startedAt }],
      progress: { completed: 12, total: 61 },
    },
  }))
  await busy.getByText('deploy 12 of 61').waitFor()
  await busy.getByText(/^10:\d\d$/).waitFor()
  await busy.getByText('Live until then: #1').waitFor()
  await busy.getByText('#3 waiting for its turn').waitFor()
  assert.match(await page.title(), /^◐ /)
  assert.match((await page.locator('link[rel=icon]').getAttribute('href')) ?? '', /^data:image\/svg/)
  await busy.getByRole('button', { name: 'Cancel #2' }).click()
  const asking = page.getByRole('dialog', { name: 'Cancel staging #2' })
  await asking.getByRole('button', { name: 'Let it go on' }).click()
  await asking.waitFor({ state: 'detached' })
  await page.goto(dialog('promote'))
  await page.getByText('#2 is running there, and #3 waits: this comes after.').waitFor()
  const failure = { code: 'test_failed', phase: 'test', message: 'Two of 61 failed.', hint: 'Mend them.' }
  const failed = await show(({ latest }) => ({
    latest: { ...latest, id: 'other', number: 2, state: 'failed', title: 'Break the till', author: 'Noor', failure },
  }))
  for (const words of ['#2 failed in test', 'Two of 61 failed.', 'Break the till', 'Noor'])
    await failed.locator('.card-failed').getByText(words, { exact: true }).waitFor()
  await show(() => ({ status: 'removing', tearingDown: 4 }))
  await page.goto(dialog('teardown', 'staging'))
  await page.getByText('#4 tears staging down already.').waitFor()
  await page.getByRole('button', { name: 'Tear down staging once more' }).waitFor()
  await context.close()
})

test('names as long as they may be, and many of them, fit every width', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const status = await scene.server.client.call('appStatus', { params: { app: 'shop' } })
  const long = 'staging-in-the-region-of-frankfurt-main'
  const outputs = {
    Shop: { TheAddressOfTheApiOfTheOrdersInThisEnvironment: 'https://shop.example.com/', Name: 'x'.repeat(200) },
  }
  const environments = status.environments.map((one, at) => ({ ...one, name: `${long}${at}`, outputs }))
  await page.route(`**${api}/apps/shop/status`, route => route.fulfill({ json: { ...status, environments } }))
  const [known] = await scene.server.client.call('listEnvironments', { params: { app: 'shop' } })
  const twelve = Array.from({ length: 12 }, (_, at) => ({ ...known, name: `e${at}-${long}`.slice(0, 40) }))
  await page.route(`**${api}/apps/shop/environments`, route => route.fulfill({ json: twelve }))
  const variable = {
    key: 'A_KEY_'.repeat(40),
    plain: true,
    value: 'x'.repeat(300),
    steps: null,
    updatedAt: status.createdAt,
  }
  await page.route('**/variables', route => route.fulfill({ json: [variable] }))
  const pages = [
    ['/apps/shop', `Promote to ${long}1`],
    [settings('variables'), 'A_KEY_'],
    [settings('environments'), 'e0-staging'],
  ] as const
  for (const [path, words] of pages) {
    await page.goto(path)
    await page.getByText(words).first().waitFor({ state: 'attached' })
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      await checkWidth(page, `${path} at ${width}`)
    }
  }
  await page.goto('/apps/shop')
  const cards = page.getByRole('article')
  await cards.getByText('Deployed', { exact: true }).first().waitFor()
  const beside = await cards.evaluateAll(all =>
    all.flatMap(card => {
      const { right } = card.getBoundingClientRect()
      return [...card.querySelectorAll('*')]
        .filter(one => one.getBoundingClientRect().right > right + 1)
        .map(one => one.outerHTML)
    }),
  )
  assert.deepEqual(beside, [], 'something stands beside its card')
  await context.close()
})

test('what is asked for while the server is away is said to have failed, is not done later, and costs nobody the page', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const parts = /\/assets\/teardown-.*\.js$/
  await page.route(parts, route => route.abort())
  await page.goto('/apps/shop')
  await page.getByRole('button', { name: 'More for staging' }).click()
  await page.getByRole('menuitem', { name: 'Tear down' }).click()
  const early = page.getByRole('dialog', { name: 'Tear down staging' })
  await early.getByText('It cannot be loaded just now; trying again …').waitFor()
  await early.getByRole('button', { name: 'Close' }).click()
  await early.waitFor({ state: 'detached' })
  await page.unroute(parts)
  await page.goto(dialog('promote'))
  const promote = page.getByRole('dialog', { name: 'Promote to staging' }).getByRole('button', { name: /^Promote / })
  await page.getByText('1 commit in between').waitFor()
  await context.setOffline(true)
  await promote.click()
  await page.locator('.button-primary[aria-busy]').waitFor({ state: 'detached' })
  await promote.waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await context.setOffline(false)
  const said = page.getByRole('alert').filter({ hasText: 'No Trellis server answers' }).first()
  await said.getByText('The page goes on by itself').waitFor()
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
  const params = { app: 'shop' }
  const history = await scene.server.client.call('listDeployments', { params, query: { environment: 'staging' } })
  assert.equal(history.length, 1)
  await context.close()
})

test('a link to all apps shows all of them, whatever was searched for before', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const search = page.getByRole('searchbox', { name: 'Find an app' })
  await search.fill('nothing of that name')
  await page.getByText('No app is called').waitFor()
  await page.waitForURL(/\?q=/)
  const link = page.getByRole('navigation', { name: 'Server' }).getByRole('link', { name: 'Apps' })
  assert.equal(await link.getAttribute('aria-current'), 'page')
  await link.click()
  await page.getByRole('link', { name: /^shop/ }).waitFor()
  assert.equal(await search.inputValue(), '')
  assert.equal(new URL(page.url()).search, '')
  await context.close()
})
