import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import type { SetEnvironment } from '../../src/contract/app.ts'
import { signIn } from '../support/browser/browser.ts'
import { checkAccessible } from '../support/browser/inspect.ts'
import { openSmallShop, type SmallShop, settings } from '../support/browser/small-shop.ts'
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
  await form.getByLabel('Region').fill('Frankfurt')
  await form.getByLabel('Protected').uncheck()
  await form.getByLabel('Branch').fill('relase')
  await form.getByRole('button', { name: 'Save staging' }).click()
  const said = 'Is not an AWS region, such as eu-central-1.'
  assert.deepEqual(await wrongField(page), { name: 'region', said })
  const warning = form.getByText('There is no branch relase yet')
  await warning.waitFor()
  await form.getByLabel('Branch').fill('')
  await warning.waitFor({ state: 'detached' })
  await form.getByLabel('Region').fill('')
  await form.getByLabel('Protected').check()
  saves.length = 0
  await form.getByRole('button', { name: 'Save staging' }).dblclick()
  const told = page.getByText('staging was saved')
  // What is pointed at stays.
  await told.hover()
  const [toast, button] = [
    await told.boundingBox(),
    await form.getByRole('button', { name: 'Save staging' }).boundingBox(),
  ]
  assert.ok(toast && button && toast.x + toast.width < button.x, 'what is said covers the button')
  const tells = page.locator('[aria-live="polite"]', { has: told })
  assert.match(await tells.ariaSnapshot(), /^- region "Notifications":\n {2}- status "staging was saved":/)
  assert.equal(await tells.evaluate(region => region.contains(document.activeElement)), false, 'it took the focus')
  await checkAccessible(page, 'what is said in passing')
  const [, staging] = await scene.server.client.call('listEnvironments', { params: { app: 'shop' } })
  assert.equal(staging?.testCommand, 'npm run quick')
  assert.equal(saves.length, 1)
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
  assert.deepEqual(await names(), ['development', 'qa', 'staging'], 'what is added comes before what is protected')
  const move = async (where: string, then: string[]) => {
    await page.getByRole('button', { name: 'More for qa' }).click()
    await page.getByRole('menuitem', { name: where }).click()
    await page.getByText('qa was moved').last().waitFor()
    await until(`qa to stand so: ${then}`, async () => `${await names()}` === `${then}`)
    await page.getByRole('menu').waitFor({ state: 'detached' })
  }
  await move('Move behind staging', ['development', 'staging', 'qa'])
  await move('Move before staging', ['development', 'qa', 'staging'])
  await page.getByRole('link', { name: 'Variables' }).click()
  await page.getByRole('button', { name: 'Set a variable' }).click()
  await page.getByRole('textbox', { name: 'Key' }).fill('GREETING')
  await page.getByRole('textbox', { name: 'Value' }).fill('good morning')
  const boxes = ['development', 'qa', 'staging'].map(name => page.getByRole('checkbox', { name, exact: true }))
  const ticked = await Promise.all(boxes.map(box => box.isChecked()))
  assert.deepEqual(ticked, [true, true, false], 'what is protected is ticked by somebody')
  for (const box of boxes) await box.uncheck()
  await page.getByRole('group', { name: 'In these environments' }).getByText('Choose the environments').waitFor()
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  assert.ok(await boxes[0]?.evaluate(box => box === document.activeElement), 'whoever sends it is not led to the boxes')
  assert.deepEqual(await page.getByRole('dialog').locator('form').evaluate(hushed), ['key'])
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
  await page
    .getByRole('dialog')
    .getByRole('listitem')
    .filter({ hasText: /^staging · #1 is live/ })
    .waitFor()
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

/** Adds a box and a field without a name, both needed. @returns of which fields the browser is kept from saying that they are */
function hushed(form: HTMLFormElement): string[] {
  const field = form.elements.namedItem('key') as HTMLInputElement
  const added = [
    Object.assign(document.createElement('input'), { type: 'checkbox', name: 'agreed', required: true }),
    Object.assign(document.createElement('input'), { required: true }),
  ]
  form.append(...added)
  const before = field.value
  field.value = ''
  const found: string[] = []
  for (const one of [field, ...added]) {
    one.addEventListener('invalid', event => event.defaultPrevented && found.push(one.name))
    one.checkValidity()
  }
  field.value = before
  for (const one of added) one.remove()
  return found
}
