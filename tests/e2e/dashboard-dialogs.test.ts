import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import type { EnvironmentStatus } from '../../src/contract/app.ts'
import { signIn } from '../support/browser/browser.ts'
import { api, dialog, openSmallShop, type SmallShop } from '../support/browser/small-shop.ts'
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

test('an open dialog keeps to the deployment that it was opened for, and says when there is another one', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const status = await scene.server.client.call('appStatus', { params: { app: 'shop' } })
  let runs: number | null = 2
  await page.route(`**${api}/apps/shop/status`, route => {
    const running = (one: EnvironmentStatus) => ({
      ...{ ...one.latest, id: `other ${runs}`, number: runs, state: 'running', finishedAt: null },
      phases: [{ name: 'deploy', state: 'running', startedAt: one.latest?.startedAt }],
    })
    const environments = status.environments.map(one =>
      one.name === 'staging' && runs ? { ...one, status: 'deploying', running: running(one) } : one,
    )
    return route.fulfill({ json: { ...status, environments } })
  })
  await page.goto('/apps/shop')
  await page.getByRole('button', { name: 'Cancel #2' }).click()
  await page.waitForURL(/number=2$/)
  const asking = page.getByRole('dialog', { name: 'Cancel staging #2' })
  const cancel = asking.getByRole('button', { name: 'Cancel #2' })
  assert.ok(await cancel.isEnabled())
  runs = 3
  const body = { timeoutMinutes: 31 }
  await scene.server.client.call('setEnvironment', { params: { app: 'shop', environment: 'staging' }, body })
  await asking.getByText('#2 has ended. #3 runs there now: it goes on.').waitFor()
  assert.ok(await cancel.isDisabled())
  await page.unrouteAll()

  await page.goto(dialog('promote'))
  const promoting = page.getByRole('dialog', { name: 'Promote to staging' })
  const promote = promoting.getByRole('button', { name: /^Promote / })
  await promoting.getByText('1 commit in between').waitFor()
  await page.waitForURL(/number=2$/)
  await scene.pushed('shop', scene.repository.commit({ 'hours.txt': '9 to 5' }, 'Sign \u202eti no a door'))
  await promoting.getByText('development now has #3, no longer #2.').waitFor()
  assert.ok(await promote.isDisabled())
  await promoting.getByText('1 commit in between').waitFor()
  await promoting.getByRole('button', { name: 'Show it' }).click()
  await promoting.getByText('2 commits in between').waitFor()
  assert.ok(await promote.isEnabled())
  assert.equal(await promoting.getByText('Sign ⟨U+202E⟩ti no a door').count(), 2)
  await page.waitForURL(/number=3$/)
  await page.goto(`${dialog('rollback')}&number=2`)
  const back = page.getByRole('dialog', { name: 'Roll back development' })
  await back.getByText('development now has #3, no longer #2.').waitFor()
  assert.ok(await back.getByRole('button', { name: /^Roll back/ }).isDisabled())
  await back.getByRole('button', { name: 'Show it' }).click()
  await back.getByRole('button', { name: 'Roll back to #2' }).waitFor()
  await context.close()
})

test('what is chosen in a dialog stands in the address, and is chosen again by whoever is sent it', async () => {
  const { page, context } = await signIn(browser, scene.server)
  await page.goto(dialog('rollback'))
  const back = page.getByRole('dialog', { name: 'Roll back development' })
  await back.getByRole('radio', { name: /^#1 / }).click()
  await page.waitForURL(/to=1/)
  await page.reload()
  await back.getByRole('button', { name: 'Roll back to #1' }).waitFor()
  await page.goto(`${dialog('rollback')}&to=99`)
  await back.getByText('#99 is none that development can return to now.').waitFor()

  await page.goto(dialog('deploy'))
  const deploy = page.getByRole('dialog', { name: 'Deploy to development' })
  const first = deploy.getByRole('radio', { name: /Open the shop/ })
  await first.click()
  await page.waitForURL(/branch=main.*commit=|commit=.*branch=main/)
  await page.reload()
  await first.waitFor()
  assert.ok(await first.isChecked())
  const other = deploy.getByLabel('Another commit')
  assert.equal(await other.inputValue(), '')
  await other.fill('abc123')
  await other.press('Tab')
  await page.waitForURL(/commit=abc123/)
  await page.reload()
  await deploy.getByRole('button', { name: 'Deploy abc123' }).waitFor()
  await first.waitFor()
  assert.equal(await other.inputValue(), 'abc123')
  await other.press('Enter')
  const refusal = deploy.getByText(/begins with abc123/)
  await refusal.waitFor()
  await first.click()
  await refusal.waitFor({ state: 'detached' })
  await context.close()
})

test('what was chosen and typed in the dialog of one environment is not carried to that of another', async () => {
  const { page, context } = await signIn(browser, scene.server)
  const goTo = async (words: string) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill(words)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
  }
  await page.goto(dialog('rollback'))
  await page.getByRole('radio', { name: /^#1 / }).click()
  await page.waitForURL(/to=1/)
  await goTo('roll back staging')
  await page.getByRole('dialog', { name: 'Roll back staging' }).getByText('no earlier success').waitFor()
  assert.equal(await page.getByText(/is none that/).count(), 0)
  await page.goto(dialog('teardown'))
  await page.getByRole('textbox', { name: 'Type development' }).fill('staging')
  await goTo('tear down staging')
  const typed = page.getByRole('textbox', { name: 'Type staging' })
  await typed.waitFor()
  assert.equal(await typed.inputValue(), '')
  await context.close()
})

test('an account that is used says by which environments before anybody types its name', async () => {
  const { page, context } = await signIn(browser, scene.server)
  await page.goto('/accounts')
  await page.getByRole('button', { name: 'Remove …' }).click()
  const asked = page.getByRole('dialog')
  await asked.getByText('2 environments deploy to it').waitFor()
  assert.equal(await asked.getByRole('textbox').count(), 0)
  const qa = { app: 'shop', environment: 'qa' }
  await scene.server.client.call('addEnvironment', { params: { app: 'shop' }, body: { name: 'qa' } })
  await asked.getByRole('link', { name: 'shop/qa' }).waitFor()
  await scene.server.client.call('removeEnvironment', { params: qa, query: {} })
  await asked.getByText('2 environments deploy to it').waitFor()
  await asked.getByRole('link', { name: 'shop/staging' }).click()
  await page.waitForURL(/\/apps\/shop\/settings\?section=environments&environment=staging$/)
  await context.close()
})
