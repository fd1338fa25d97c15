import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import type { SetEnvironment } from '../../src/contract/app.ts'
import { signIn } from '../support/browser/browser.ts'
import { api, dialog, openSmallShop, type SmallShop, settings, watchRefusals } from '../support/browser/small-shop.ts'
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
  await page.getByRole('button', { name: 'Look at it' }).click()
  const region = page.getByRole('textbox', { name: 'Region' })
  await page.getByText('Deployments go to an account of AWS: add the first one.').waitFor()
  const create = page.getByRole('button', { name: 'Create the app and deploy it' })
  assert.ok(await create.isDisabled())
  await page.getByRole('button', { name: 'Add an account' }).click()
  none = false
  const adding = page.getByRole('dialog', { name: 'Add an account' })
  await adding.getByRole('textbox', { name: 'Name' }).fill('second')
  await adding.getByRole('textbox', { name: 'Region' }).fill('eu-north-1')
  await adding.getByRole('button', { name: 'Add the account' }).click()
  await adding.getByRole('alert').getByText('no AWS credentials were found').waitFor()
  await adding.getByLabel('Add it all the same').check()
  await adding.getByRole('button', { name: 'Add the account' }).click()
  await adding.waitFor({ state: 'detached' })
  await page.getByText('Empty: eu-north-1, as the account has it').waitFor()
  assert.equal(await page.getByRole('combobox', { name: 'Account' }).inputValue(), 'second')
  await region.fill('eu-west-1')
  await page.getByRole('textbox', { name: 'Name' }).fill('shop-west')
  await page.getByRole('textbox', { name: 'Environments' }).fill('test, live')
  await page.getByText('Variables and a script').click()
  await page.getByRole('textbox', { name: 'Variables' }).fill('GREETING=good morning')
  await page.getByRole('textbox', { name: 'Script before each deployment' }).fill('echo hello')
  await page.getByRole('textbox', { name: 'Folder' }).fill('elsewhere')
  await page.getByText('look again first').waitFor()
  assert.ok(await create.isDisabled(), 'it would be made of what was looked at before')
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

test('accounts, settings and variables that change elsewhere are shown without a reload', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const { cli } = scene
  await page.goto('/accounts')
  await page.getByRole('heading', { name: 'acme' }).waitFor()
  await cli.json(['account', 'add', 'elsewhere', '--region', 'us-east-1', '--no-verify'])
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

test('the credentials of an account in use are replaced, once AWS takes them', async () => {
  const { page, context } = await signIn(browser, scene.server)
  await page.goto('/accounts')
  const row = page.locator('li', { has: page.getByRole('heading', { name: 'acme' }) })
  await row.getByText('keys AKIATEST').waitFor()
  await row.getByRole('button', { name: 'Replace credentials' }).click()
  const dialog = page.getByRole('dialog', { name: 'Replace the credentials of acme' })
  const give = async (id: string) => {
    await dialog.getByLabel('Access key id').fill(id)
    await dialog.getByLabel('Secret access key').fill('another-secret-of-the-account')
    await dialog.getByRole('button', { name: 'Replace the credentials' }).click()
  }
  await give('AKIAWRONG')
  await dialog.getByRole('alert').getByText('Nothing was changed').waitFor()
  await give('AKIAROTATED')
  await dialog.waitFor({ state: 'detached' })
  await row.getByText('keys AKIAROTATED').waitFor()
  await context.close()
})

test('what is written in the settings outlives what others save, takes nothing of theirs away, and is not left unasked', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const params = { app: 'shop', environment: 'staging' }
  const elsewhere = (body: SetEnvironment) => scene.server.client.call('setEnvironment', { params, body })
  await page.goto(`${settings('environments')}&environment=staging`)
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Save staging' }) })
  const command = form.getByLabel('Test command')
  const minutes = form.getByLabel('Time-out in minutes')
  await minutes.waitFor()
  await elsewhere({ timeoutMinutes: 17 })
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('details[open] [type=number]')?.value === '17',
  )
  await command.fill('npm run mine')
  await elsewhere({ timeoutMinutes: 18 })
  await form.getByText('Changed by somebody else meanwhile: Time-out.').waitFor()
  assert.deepEqual([await command.inputValue(), await minutes.inputValue()], ['npm run mine', '17'])

  await page.getByRole('link', { name: 'Variables' }).click()
  const leaving = page.getByRole('dialog', { name: 'Leave without saving?' })
  await leaving.getByText('What you changed of staging is not saved yet').waitFor()
  await leaving.getByRole('button', { name: 'Stay here' }).click()
  await leaving.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'development', exact: true }).click()
  await page.waitForURL(/environment=development/)
  assert.equal(await command.inputValue(), 'npm run mine')

  await form.getByRole('button', { name: 'Save staging' }).click()
  await page.getByText('staging was saved').waitFor()
  const staging = (await scene.server.client.call('listEnvironments', { params: { app: 'shop' } })).at(1)
  assert.deepEqual([staging?.testCommand, staging?.timeoutMinutes], ['npm run mine', 18])
  await form.getByText('Not saved yet').waitFor({ state: 'detached' })
  assert.equal(await minutes.inputValue(), '18')
  assert.equal(await form.getByText('Changed by somebody else').count(), 0, 'it is not said of what one saved oneself')

  await command.fill('npm run mine again')
  await elsewhere({ testCommand: 'npm run theirs' })
  await form.getByText('What you save of Test command takes the place of theirs').waitFor()
  await form.getByRole('button', { name: 'Drop mine, show theirs' }).click()
  assert.equal(await command.inputValue(), 'npm run theirs')

  await command.fill('')
  await form.getByText('Not saved yet: Test command').waitFor()
  await page.getByRole('link', { name: 'Variables' }).click()
  await leaving.getByRole('button', { name: 'Leave without saving' }).click()
  await page.getByRole('button', { name: 'Set a variable' }).waitFor()
  await page.getByRole('link', { name: 'App', exact: true }).click()
  await page.getByLabel('Folder').fill('packages/shop')
  scene.repository.commit({ 'apple.txt': 'a' }, 'Bring in the apples', 'harvest')
  await scene.server.client.call('setApp', { params: { app: 'shop' }, body: { defaultBranch: 'harvest' } })
  await page.getByText('Changed by somebody else meanwhile: Default branch.').waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  assert.deepEqual(
    [await page.getByLabel('Folder').inputValue(), await page.getByLabel('Default branch').inputValue()],
    ['.', 'harvest'],
  )
  await scene.server.client.call('setApp', { params: { app: 'shop' }, body: { defaultBranch: 'main' } })
  await elsewhere({ testCommand: null, timeoutMinutes: 60 })
  await context.close()
})

test('settings are saved once, and it is said', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const saves: string[] = []
  page.on('request', request => request.method() === 'PATCH' && saves.push(request.url()))
  await page.goto(settings('environments'))
  await page.getByRole('heading', { name: 'staging', exact: true }).click()
  await page.waitForURL(/environment=staging/)
  await page.reload()
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Save staging' }) })
  await form.getByLabel('Test command').fill('npm run quick')
  await form.getByRole('button', { name: 'Save staging' }).dblclick()
  const told = page.getByText('staging was saved')
  await told.waitFor()
  const [toast, button] = [
    await told.boundingBox(),
    await form.getByRole('button', { name: 'Save staging' }).boundingBox(),
  ]
  assert.ok(toast && button && toast.x + toast.width < button.x, 'what is said covers the button')
  const [, staging] = await scene.server.client.call('listEnvironments', { params: { app: 'shop' } })
  assert.equal(staging?.testCommand, 'npm run quick')
  assert.equal(saves.length, 1)
  await context.close()
})

test('a link signs in one browser only, and who signs out is out; nothing is asked that would be refused', async () => {
  const context = await browser.newContext({ baseURL: scene.server.url })
  const page = await context.newPage()
  const refusals = watchRefusals(page)
  await page.goto('/apps/shop/history')
  await page.getByText('There is no password.').waitFor()
  const { url } = await scene.server.client.call('createSignInLink')
  await page.goto(url)
  await page.waitForURL(/sign-in$/)
  await page.getByRole('button', { name: 'Sign in' }).click()
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
  await page.getByRole('heading', { name: 'Sign in to Trellis' }).waitFor()
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
  await page.getByRole('button', { name: 'Deploy again' }).click()
  await page.waitForURL(new RegExp(`/apps/shop/development/${number + 1}$`))
  assert.equal((await scene.show('shop', 'development', number + 1)).commit, commit)
  // An app whose environment is busy could not be deleted below.
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
  await rows.filter({ hasText: 'push to main' }).first().waitFor()
  const choose = (name: string, value: string) => page.getByRole('combobox', { name }).selectOption(value)
  await page.goto('/history?state=bogus&kind=%00')
  await rows.filter({ hasText: 'push to main' }).first().waitFor()
  await choose('Kind', 'promotion')
  await rows.filter({ hasText: 'push to main' }).first().waitFor({ state: 'detached' })
  await choose('App', 'shop')
  await choose('Environment', 'staging')
  await choose('State', 'succeeded')
  const people = page.getByRole('combobox', { name: 'Asked for by' }).locator('option')
  // The first stands for everybody; the names are asked for.
  await people.nth(1).waitFor({ state: 'attached' })
  const [, person = ''] = await people.allTextContents()
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

test('environments come, move and go; variables are set in several at once; an app goes when that is really meant', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const names = async () =>
    (await scene.server.client.call('listEnvironments', { params: { app: 'shop' } })).map(one => one.name)
  await page.goto(settings('environments'))
  await page.getByRole('button', { name: 'Add an environment' }).click()
  await page.waitForURL(/dialog=add$/)
  await page.reload()
  await page.getByRole('textbox', { name: 'Name' }).fill('qa')
  await page.getByRole('button', { name: 'Add the environment' }).click()
  await page.getByRole('heading', { name: 'qa', exact: true }).click()
  await page.getByRole('button', { name: 'More for qa' }).click()
  await page.getByRole('menuitem', { name: 'Move before staging' }).click()
  await page.getByText('qa was moved').waitFor()
  assert.deepEqual(await names(), ['development', 'qa', 'staging'])
  await page.getByRole('link', { name: 'Variables' }).click()
  await page.getByRole('button', { name: 'Set a variable' }).click()
  await page.getByRole('textbox', { name: 'Key' }).fill('GREETING')
  await page.getByRole('textbox', { name: 'Value' }).fill('good morning')
  const boxes = ['development', 'qa', 'staging'].map(name => page.getByRole('checkbox', { name, exact: true }))
  for (const box of boxes) await box.uncheck()
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByRole('dialog').getByText('Choose the environments').waitFor()
  for (const box of boxes.slice(0, 2)) await box.check()
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByRole('button', { name: 'GREETING in qa: secret' }).waitFor()
  await page.getByRole('button', { name: 'GREETING in staging: missing' }).waitFor()
  await page.getByRole('button', { name: 'GREETING in qa: secret' }).click()
  await page.getByRole('button', { name: 'Take away from qa' }).click()
  const asking = page.getByRole('dialog', { name: 'Take GREETING away from qa?' })
  await asking.getByText('it cannot be brought back from here').waitFor()
  await asking.getByRole('button', { name: 'Keep it' }).click()
  await asking.waitFor({ state: 'detached' })
  assert.equal(
    (await scene.server.client.call('listVariables', { params: { app: 'shop', environment: 'qa' } })).length,
    1,
  )
  await page.getByRole('button', { name: 'Take away from qa' }).click()
  await asking.getByRole('button', { name: 'Take it away' }).click()
  await page.getByRole('button', { name: 'GREETING in qa: missing' }).waitFor()
  await page.getByRole('link', { name: 'Environments' }).click()
  await page.getByRole('heading', { name: 'qa', exact: true }).click()
  await page.getByRole('button', { name: 'More for qa' }).click()
  await page.getByRole('menuitem', { name: 'Remove qa' }).click()
  await page.getByRole('textbox', { name: 'Type qa to confirm' }).fill('qa')
  const saved: string[] = []
  page.on('request', request => request.method() === 'PATCH' && saved.push(request.url()))
  await page.getByRole('button', { name: 'Remove qa' }).click()
  await page.getByText('qa was removed').waitFor()
  assert.deepEqual(saved, [], 'the form around it is not saved')
  assert.deepEqual(await names(), ['development', 'staging'])

  await page.getByRole('link', { name: 'Danger zone' }).click()
  await page.getByRole('button', { name: 'Delete shop …' }).click()
  await page.getByRole('textbox', { name: 'Type shop to confirm' }).fill('shop')
  await page.getByRole('button', { name: 'Delete shop', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Leave its resources in the cloud' }).check()
  const refusal = page.getByRole('dialog').getByRole('alert')
  await refusal.getByText('Tear it down first.').waitFor()
  assert.doesNotMatch((await refusal.textContent()) ?? '', /--|trellis /, 'a command line is of no use here')
  assert.equal((await names()).length, 2, 'it was deleted though something of it stands')
  await page.getByRole('button', { name: 'Delete shop, leave its resources' }).click()
  await page.getByRole('heading', { name: 'Apps' }).waitFor()
  await page.getByText('shop was deleted').waitFor()
  await assert.rejects(names(), { code: 'app_not_found' })
  await context.close()
})
