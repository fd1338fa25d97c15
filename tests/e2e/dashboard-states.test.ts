import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page, Route } from 'playwright-core'
import { openBrowser, signIn } from '../support/browser/browser.ts'
import { Scene } from '../support/pipeline/scene.ts'

let scene: Scene
let browser: Browser
before(async () => {
  scene = await Scene.start({ dashboard: true })
  browser = await openBrowser()
  await scene.addAccount()
  const commit = (title: string) =>
    scene.repository.commit(
      { 'trellis.yml': 'test: false\ndeploy: node -e "console.log(1)"\nremove: node -e "console.log(0)"\n' },
      title,
    )
  const first = commit('Open the shop')
  const body = { name: 'shop', repository: scene.repository.path, environments: ['development', 'staging'] }
  await scene.server.client.call('createApp', { body })
  await scene.pushed('shop', first)
  await scene.server.client.call('promote', { params: { app: 'shop', environment: 'development' }, body: {} })
  await scene.ended('shop', 'staging', 1)
  await scene.pushed('shop', commit('Close it on Sundays'))
})
after(async () => {
  await browser?.close()
  await scene?.close()
})

const api = '/api/v1'
const development = `${api}/apps/shop/environments/development`
const dialog = (name: string) => `/apps/shop?dialog=${name}&environment=development`
const settings = (section: string) => `/apps/shop/settings?section=${section}`

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
]

test('every screen and dialog says that it loads, then what went wrong, and shows it when asked again', async () => {
  const { page, context, problems } = await signIn(browser, scene.server)
  for (const [path, question, meanwhile, answer] of asked) {
    const held = Promise.withResolvers<Route>()
    const isAsked = (url: URL) => new RegExp(`^${pattern(question)}$`).test(url.pathname + url.search)
    await page.goto('about:blank')
    await page.route(isAsked, route => held.resolve(route))
    await page.goto(path)
    await page
      .getByRole('status')
      .filter({ hasText: `Loading ${meanwhile}` })
      .waitFor()
    const refusal = { error: { code: 'not_allowed', message: `No look at ${meanwhile}.`, hint: 'Ask an admin.' } }
    const route = await held.promise
    await page.unroute(isAsked)
    await route.fulfill({ status: 403, json: refusal })
    const alert = page.getByRole('alert').filter({ hasText: `No look at ${meanwhile}.` })
    await alert.getByText('Ask an admin.').waitFor()
    await alert.getByRole('button', { name: 'Try again' }).click()
    await alert.waitFor({ state: 'detached' })
    await page.getByText(answer).first().waitFor()
  }
  assert.deepEqual(problems, [])
  await context.close()
})

const pattern = (question: string) => question.replaceAll(/[.?]/g, '\\$&').replaceAll('*', '.*')

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

test('what waits, and what a teardown left behind, is said on the page and on the card', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const deployment = await scene.show('shop', 'staging', 1)
  const table = { type: 'AWS::DynamoDB::Table', id: 'orders-9', logicalId: 'Orders', stack: 'Shop', deleted: false }
  const answers = (change: object) => (route: Route) => route.fulfill({ json: { ...deployment, ...change } })
  const question = `**${api}/apps/shop/environments/staging/deployments/1`
  const cases: [change: object, words: string][] = [
    [{ state: 'waiting', waitingFor: 'approval' }, 'Waits for somebody to approve it.'],
    [{ state: 'waiting', waitingFor: 'freeze' }, 'Waits until deployments are allowed here again.'],
    [{ state: 'queued', behind: 'staging #3, which runs there' }, 'Waits behind staging #3, which runs there.'],
    [{ kind: 'teardown', retained: [table] }, '1 left behind in the cloud'],
  ]
  for (const [change, words] of cases) {
    await page.goto('about:blank')
    await page.route(question, answers(change))
    await page.goto('/apps/shop/staging/1')
    await page.getByText(words).waitFor()
    await page.unroute(question)
  }
  const status = await scene.server.client.call('appStatus', { params: { app: 'shop' } })
  const environments = status.environments.map(one => ({
    ...one,
    ...(one.name === 'staging' && one.latest
      ? { status: 'removed', live: null, latest: { ...one.latest, kind: 'teardown', retained: [table] } }
      : {}),
  }))
  await page.route(`**${api}/apps/shop/status`, route => route.fulfill({ json: { ...status, environments } }))
  await page.goto('/apps/shop')
  await page.getByRole('link', { name: 'One resource was left behind' }).waitFor()
  await context.close()
})

test('an app is asked for its region where no account has one, and an account can be added on the way', async () => {
  const { page, context } = await signIn(browser, scene.server)
  let none = true
  await page.route(`**${api}/accounts`, route =>
    none && route.request().method() === 'GET' ? route.fulfill({ json: [] }) : route.fallback(),
  )
  await page.goto('/new')
  await page.getByRole('textbox', { name: 'Repository' }).fill(scene.repository.path)
  await page.getByRole('button', { name: 'Look at it' }).click()
  const region = page.getByRole('textbox', { name: 'Region' })
  await page.getByText('No account is named yet').waitFor()
  assert.ok(await region.evaluate((field: HTMLInputElement) => field.required))
  await page.getByRole('button', { name: 'Add an account' }).click()
  none = false
  const adding = page.getByRole('dialog', { name: 'Add an account' })
  await adding.getByRole('textbox', { name: 'Name' }).fill('second')
  await adding.getByRole('textbox', { name: 'Region' }).fill('eu-north-1')
  await adding.getByRole('button', { name: 'Add the account' }).click()
  await adding.waitFor({ state: 'detached' })
  await page.getByText('Empty: eu-north-1, as the account has it').waitFor()
  assert.equal(await page.getByRole('combobox', { name: 'Account' }).inputValue(), 'second')
  await region.fill('eu-west-1')
  await page.getByRole('textbox', { name: 'Name' }).fill('shop-west')
  await page.getByRole('textbox', { name: 'Environments' }).fill('test, live')
  await page.getByRole('button', { name: 'Create the app and deploy it' }).dblclick()
  await page.waitForURL(/\/apps\/shop-west$/)
  const all = await scene.server.client.call('listEnvironments', { params: { app: 'shop-west' } })
  assert.deepEqual(
    all.map(one => [one.name, one.account, one.region]),
    ['test', 'live'].map(name => [name, 'second', 'eu-west-1']),
  )
  assert.equal(await page.getByText('There is an app shop-west already').count(), 0, 'it was asked for twice')
  await context.close()
})

test('accounts, settings and variables that change elsewhere are shown without a reload', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const { cli } = scene
  await page.goto('/accounts')
  await page.getByRole('heading', { name: 'acme' }).waitFor()
  await cli.json(['account', 'add', 'elsewhere', '--region', 'us-east-1'])
  await page.getByRole('heading', { name: 'elsewhere' }).waitFor()
  await cli.json(['account', 'remove', 'elsewhere'])
  await page.getByRole('heading', { name: 'elsewhere' }).waitFor({ state: 'detached' })

  await page.goto(settings('environments'))
  await page.getByText('follows main').waitFor()
  await cli.json(['environment', 'set', 'shop', 'development', '--branch', 'release'])
  await page.getByText('follows release').waitFor()

  await page.goto(settings('variables'))
  await page.getByText('No variable is set.').waitFor()
  await cli.json(['variables', 'set', 'shop', 'staging', 'COLOUR=green', '--plain'])
  await page.getByRole('button', { name: 'COLOUR in staging: green' }).waitFor()
  await page.getByRole('button', { name: 'COLOUR in development: missing' }).waitFor()
  await context.close()
})

test('settings are saved once, and it is said', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const saves: string[] = []
  page.on('request', request => request.method() === 'PATCH' && saves.push(request.url()))
  await page.goto(settings('environments'))
  await page.getByRole('heading', { name: 'staging', exact: true }).click()
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Save staging' }) })
  await form.getByLabel('Test command').fill('npm run quick')
  await form.getByRole('button', { name: 'Save staging' }).dblclick()
  await page.getByText('staging was saved').waitFor()
  const [, staging] = await scene.server.client.call('listEnvironments', { params: { app: 'shop' } })
  assert.equal(staging?.testCommand, 'npm run quick')
  assert.equal(saves.length, 1)
  await context.close()
})

/** Everything that was refused because nobody is signed in. */
function refused(page: Page): string[] {
  const urls: string[] = []
  page.on('response', answer => answer.status() === 401 && urls.push(answer.url()))
  return urls
}

test('a link signs in one browser only, and who signs out is out; nothing is asked that would be refused', async () => {
  const context = await browser.newContext({ baseURL: scene.server.url })
  const page = await context.newPage()
  const refusals = refused(page)
  await page.goto('/apps/shop/history')
  await page.getByText('There is no password.').waitFor()
  const { url } = await scene.server.client.call('createSignInLink')
  await page.goto(url)
  await page.waitForURL(/sign-in$/)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Apps' }).waitFor()
  assert.deepEqual(refusals, [])
  const other = await browser.newContext()
  const late = await other.newPage()
  await late.goto(url)
  await late.getByRole('button', { name: 'Sign in' }).click()
  await late.getByRole('alert').getByText('trellis dashboard').waitFor()
  await page.getByRole('button', { name: /signed in as/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor()
  await page.goto('/apps/shop')
  await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor()
  assert.deepEqual(refusals, [])
  await Promise.all([context.close(), other.close()])
})

test('a browser that is signed out from elsewhere shows the way in by itself, and asks for nothing that is refused', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const refusals = refused(page)
  await page.goto('/apps/shop')
  await page.getByRole('article', { name: 'staging' }).waitFor()
  await page.waitForLoadState('networkidle')
  await scene.cli.json(['dashboard', '--sign-out'])
  await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor()
  assert.deepEqual(refusals, [])
  await context.close()
})
