import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { signIn } from '../support/browser/browser.ts'
import { api, dialog, openSmallShop, type SmallShop, watchRefusals } from '../support/browser/small-shop.ts'
import { wrongField } from '../support/browser/wrong-field.ts'
import type { Scene } from '../support/pipeline/scene.ts'
import { until } from '../support/pipeline/until.ts'

let shop: SmallShop
let scene: Scene
let browser: Browser
before(async () => {
  shop = await openSmallShop()
  scene = shop.scene
  browser = shop.browser
})
after(() => shop?.close())

test('an app wants an account, which can be added on the way, though its credentials do not work yet', async () => {
  const { page, context } = await signIn(browser, scene.server)
  let none = true
  await page.route(`**${api}/accounts`, route =>
    none && route.request().method() === 'GET' ? route.fulfill({ json: [] }) : route.fallback(),
  )
  await page.goto('/new')
  await page.getByRole('combobox', { name: 'Repository' }).fill(scene.repository.path)
  await page.getByRole('button', { name: 'Look at it' }).click()
  await page.waitForURL(/\/new\?repository=/)
  await page.reload()
  await page.getByRole('button', { name: 'Look again' }).waitFor()
  const region = page.getByRole('textbox', { name: 'Region' })
  await page.getByText('Deployments go to an account of AWS: add the first one.').waitFor()
  const create = page.getByRole('button', { name: 'Create the app and deploy it' })
  assert.ok(await create.isDisabled())
  await page.getByRole('button', { name: 'Add an account' }).click()
  await page.waitForURL(/dialog=account/)
  await page.reload()
  const adding = page.getByRole('dialog', { name: 'Add an account' })
  await adding.waitFor()
  none = false
  await adding.getByRole('textbox', { name: 'Name' }).fill('second')
  await adding.getByRole('textbox', { name: 'Region' }).fill('frankfurt')
  await page.keyboard.press('Enter')
  assert.equal((await wrongField(page)).name, 'region')
  assert.equal(await adding.getByLabel('Add it all the same').count(), 0, 'that would not help')
  await adding.getByRole('textbox', { name: 'Region' }).fill('eu-north-1')
  await adding.getByRole('button', { name: 'Add the account' }).click()
  await adding.getByRole('alert').getByText('no AWS credentials were found').waitFor()
  await adding.getByLabel('Add it all the same').check()
  await adding.getByRole('button', { name: 'Add the account' }).click()
  await adding.waitFor({ state: 'detached' })
  await page.getByText('Empty: eu-north-1, as the account has it').waitFor()
  assert.equal(await page.getByRole('combobox', { name: 'Account' }).inputValue(), 'second')
  await region.fill('eu-west-1')
  await page.getByRole('textbox', { name: 'Environments' }).fill('test, live')
  await page.getByRole('textbox', { name: 'Name' }).fill('shop')
  await create.click()
  const taken = { name: 'name', said: 'There is an app shop already. Choose another name.' }
  assert.deepEqual(await wrongField(page), taken, 'what the server says of a field is said at it')
  assert.equal(await page.getByRole('alert').count(), 0, 'it is said twice')
  await page.keyboard.type('West')
  assert.equal(await page.locator('[aria-invalid]').count(), 0, 'what is being mended is still called wrong')
  await page.keyboard.press('Enter')
  assert.match((await wrongField(page)).said, /^Must be 2 to 40 characters: small letters/)
  await page.getByRole('textbox', { name: 'Name' }).fill('')
  await page.keyboard.press('Enter')
  assert.deepEqual(await wrongField(page), { name: 'name', said: 'This is needed.' })
  await page.getByRole('textbox', { name: 'Name' }).fill('shop-west')
  await page.getByText('Variables and a script').click()
  await page.getByRole('textbox', { name: 'Variables' }).fill('GREETING')
  await page.getByText('Variables and a script').click()
  await create.click()
  assert.match((await wrongField(page)).said, /“GREETING” is no variable/, 'where it is wrong was unfolded')
  await page.getByRole('textbox', { name: 'Variables' }).fill('GREETING=good morning')
  await page.getByRole('textbox', { name: 'Script before each deployment' }).fill('echo hello')
  await page.getByRole('textbox', { name: 'Folder' }).fill('elsewhere')
  await page.getByText('look again first').waitFor()
  assert.ok(await create.isDisabled(), 'it would be made of what was looked at before')
  await page.getByRole('button', { name: 'Look again' }).click()
  const noFolder = 'The branch main of the repository has no folder elsewhere. Apps are in its root (.).'
  assert.deepEqual(await wrongField(page), { name: 'path', said: noFolder })
  await page.getByRole('textbox', { name: 'Folder' }).fill('')
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('look again first').waitFor({ state: 'detached' })
  await create.dblclick()
  await page.waitForURL(/\/apps\/shop-west$/)
  const all = await scene.server.client.call('listEnvironments', { params: { app: 'shop-west' } })
  assert.deepEqual(
    all.map(one => [one.name, one.account, one.region, one.beforeDeploy]),
    ['test', 'live'].map(name => [name, 'second', 'eu-west-1', 'echo hello']),
  )
  const params = { app: 'shop-west', environment: 'live' }
  const variables = await scene.server.client.call('listVariables', { params })
  assert.deepEqual(
    variables.map(one => [one.key, one.plain]),
    [['GREETING', false]],
  )
  assert.equal(await page.getByText('There is an app shop-west already').count(), 0, 'it was asked for twice')
  await context.close()
})

test('a link signs in one browser only, and who signs out is out; nothing is asked that would be refused', async () => {
  const context = await browser.newContext({ baseURL: scene.server.url })
  const page = await context.newPage()
  const refusals = watchRefusals(page)
  await page.goto('/apps/shop/history')
  await page.getByText('There is no password.').waitFor()
  const { url } = await scene.server.client.call('createSignInLink')
  // Pasted into the tab that shows this page already, which loads nothing anew.
  await page.evaluate(code => location.assign(code), new URL(url).hash)
  await page.getByRole('button', { name: 'Sign in' }).click()
  assert.ok(!page.url().includes('#'), 'the code stays in the address')
  await page.getByRole('heading', { name: 'History' }).waitFor()
  assert.match(page.url(), /\/apps\/shop\/history$/)
  assert.deepEqual(refusals, [])
  const other = await browser.newContext()
  const late = await other.newPage()
  await late.goto(url)
  await late.getByRole('button', { name: 'Sign in' }).click()
  await late.getByRole('alert').getByText('trellis dashboard').waitFor()
  await page.getByRole('button', { name: /signed in as/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await page.getByText('There is no password.').waitFor()
  await page.goto('/apps/shop')
  await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor()
  assert.deepEqual(refusals, [])
  await Promise.all([context.close(), other.close()])
})

test('a browser that is signed out from elsewhere shows the way in by itself, and asks for nothing that is refused', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const refusals = watchRefusals(page)
  await page.goto('/apps/shop')
  await page.getByRole('article', { name: 'staging' }).waitFor()
  await page.waitForLoadState('networkidle')
  await scene.cli.json(['dashboard', '--sign-out'])
  await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor()
  assert.deepEqual(refusals, [])
  await context.close()
})

test('a chosen commit of any branch is deployed', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const wanted = scene.repository.commit({ 'gift.txt': 'a' }, 'Wrap gifts', 'gifts')
  scene.repository.commit({ 'gift.txt': 'b' }, 'Wrap them twice', 'gifts')
  await page.goto(dialog('deploy'))
  await page.getByRole('combobox', { name: 'Branch' }).selectOption('gifts')
  await page.getByRole('radio', { name: /Wrap gifts/ }).check()
  await page.getByRole('button', { name: `Deploy ${wanted.slice(0, 7)}` }).click()
  await page.waitForURL(/\/apps\/shop\/development\/\d+$/)
  await page.getByText('deployed from gifts by').waitFor()
  const { commit } = await scene.show('shop', 'development', Number(new URL(page.url()).pathname.split('/').at(-1)))
  assert.equal(commit, wanted)
  await page.goto(dialog('deploy'))
  await page.getByRole('textbox', { name: 'Another commit', description: /of any branch/ }).fill('deadbeef')
  await page.getByRole('button', { name: 'Deploy deadbee' }).click()
  assert.equal((await wrongField(page)).name, 'commit')
  await page.getByRole('textbox', { name: 'Another commit' }).fill(wanted.slice(0, 10))
  await page.getByRole('button', { name: `Deploy ${wanted.slice(0, 7)}` }).click()
  await page.waitForURL(/\/apps\/shop\/development\/\d+$/)
  await page.getByText('Wrap gifts').first().waitFor()
  await scene.server.client.call('setEnvironment', {
    params: { app: 'shop', environment: 'development' },
    body: { branch: 'relase' },
  })
  await page.goto(dialog('deploy'))
  const branch = page.getByRole('combobox', { name: 'Branch', description: 'development follows relase' })
  await branch.waitFor()
  assert.equal(await branch.inputValue(), 'main')
  await page.getByRole('button', { name: 'Deploy the newest of main' }).waitFor()
  await scene.server.client.call('setEnvironment', {
    params: { app: 'shop', environment: 'development' },
    body: { branch: 'main' },
  })
  await context.close()
  await until('the gifts to be deployed', async () => !(await scene.environment('shop', 'development')).running)
})

test('what failed is deployed again from its page, which also says that its log has no such line', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const files = { 'trellis.yml': "test: false\ndeploy: sh -c 'exit 3'\n" }
  const commit = scene.repository.commit(files, 'Break the till', 'till')
  const params = { app: 'shop', environment: 'development' }
  const { number } = await scene.server.client.call('deploy', { params, body: { commit, branch: 'till' } })
  await scene.ended('shop', 'development', number)
  await page.goto(`/apps/shop/development/${number}#L999999`)
  await page.getByText(/^There is no line 999,999: the log ends with line \d+\.$/).waitFor()
  await page.getByRole('button', { name: /^Go to line/ }).click()
  await page.waitForURL(/#L\d{1,4}$/)
  await page.getByRole('button', { name: 'Deploy again' }).click()
  await page.waitForURL(new RegExp(`/apps/shop/development/${number + 1}$`))
  assert.equal((await scene.show('shop', 'development', number + 1)).commit, commit)
  await scene.ended('shop', 'development', number + 1)
  await page.goto('/apps/shop')
  const card = page.getByRole('article', { name: 'development' })
  await card.getByText('Needs attention').waitFor()
  await card.getByRole('button', { name: 'Deploy …' }).waitFor()
  await page.goto(dialog('rollback'))
  const { live } = await scene.environment('shop', 'development')
  await page.getByRole('heading', { name: `development now has #${live?.number}` }).waitFor()
  await page.getByText(`maybe a part of what #${number + 1} changed`).waitFor()
  await page.getByRole('radio', { name: /Open the shop/ }).check()
  await page.getByRole('heading', { name: 'then what #1 brought' }).waitFor()
  await context.close()
})

test('the history is narrowed by environment, kind, state and person, and its address says so', async () => {
  const { page, context } = await signIn(browser, scene.server)
  await page.goto('/history')
  const rows = page.locator('.deployment-row')
  await rows.filter({ hasText: 'push to main by Mia' }).first().waitFor()
  const choose = (name: string, value: string) => page.getByRole('combobox', { name }).selectOption(value)
  for (const [odd, shown] of [
    ['/people?section=bogus', 'Members'],
    ['/apps/shop/settings?section=bogus', 'Environments'],
  ] as const) {
    await page.goto(odd)
    await page.locator('nav a[aria-current=page]', { hasText: shown }).waitFor()
  }
  await page.goto('/history?state=bogus&kind=%00')
  await rows.filter({ hasText: 'push to main' }).first().waitFor()
  await choose('Kind', 'promotion')
  await rows.filter({ hasText: 'push to main' }).first().waitFor({ state: 'detached' })
  await choose('App', 'shop')
  await choose('Environment', 'staging')
  await choose('State', 'succeeded')
  const people = page.getByRole('combobox', { name: 'Asked for by' }).locator('option')
  // The first stands for everybody; the names are asked for.
  await people.nth(2).waitFor({ state: 'attached' })
  const [, author, person = ''] = await people.allTextContents()
  assert.equal(author, 'Mia', 'who pushed can be chosen')
  await choose('Asked for by', person)
  await rows.filter({ hasText: `promoted from development #1 by ${person}` }).waitFor()
  assert.equal(await rows.count(), 1)
  const { searchParams } = new URL(page.url())
  assert.deepEqual(Object.fromEntries(searchParams), {
    ...{ app: 'shop', environment: 'staging', kind: 'promotion', state: 'succeeded', actor: person },
  })
  await rows.locator('time').hover()
  assert.match((await rows.locator('time').getAttribute('title')) ?? '', /\d\d?:\d\d/)
  await context.close()
})
