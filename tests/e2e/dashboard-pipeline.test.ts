import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { DemoCloud, demoKeys, demoRegion } from '../../src/cli/demo/cloud.ts'
import { type RunningMinistack, startMinistack } from '../../src/emulator/ministack.ts'
import { freePort } from '../../src/emulator/port.ts'
import { openBrowser, signIn } from '../support/browser/browser.ts'
import { cdkApp } from '../support/pipeline/cdk-app.ts'
import { Repository } from '../support/pipeline/repository.ts'
import { ServerProcess } from '../support/pipeline/server-process.ts'

let folder: string
let emulator: RunningMinistack
let server: ServerProcess
let browser: Browser
let cloud: DemoCloud
const patience = 120_000

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-dashboard-'))
  emulator = await startMinistack()
  cloud = new DemoCloud(emulator.endpoint)
  const place = { home: join(folder, 'home'), port: await freePort() }
  server = await ServerProcess.start({ ...place, flags: ['--poll', '1s'], dashboard: true })
  browser = await openBrowser()
  await server.client.call('addAccount', {
    body: {
      ...{ name: 'emulator', region: demoRegion, endpointUrl: emulator.endpoint },
      credentials: { kind: 'keys', ...demoKeys },
    },
  })
})
after(async () => {
  await browser?.close()
  await server?.stop()
  await emulator?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const card = (page: Page, environment: string) => page.getByRole('article', { name: environment })

async function stands(page: Page, environment: string, title: string): Promise<void> {
  const here = card(page, environment)
  await here.locator('.card-title', { hasText: title }).waitFor({ timeout: patience })
  await here.getByText('Deployed', { exact: true }).waitFor({ timeout: patience })
}

/** On the page of the deployment that was just asked for. */
async function succeeds(page: Page, as = 'Succeeded'): Promise<void> {
  await page.waitForURL(/\/hello\/\w+\/\d+$/)
  await page.locator('.deployment-head').getByText(as).waitFor({ timeout: patience })
}

async function promote(page: Page, from: string, to: string, title: string): Promise<void> {
  await card(page, from)
    .getByRole('button', { name: `Promote to ${to}` })
    .click()
  const dialog = page.getByRole('dialog', { name: `Promote to ${to}` })
  await dialog.getByText(title).first().waitFor()
  await dialog.getByRole('button', { name: /^Promote [0-9a-f]{7}/ }).click()
  await succeeds(page)
  await page.getByRole('link', { name: 'Pipeline' }).click()
  await stands(page, to, title)
}

test('an app goes its whole way in the browser, live and without a reload', async () => {
  const repository = new Repository(join(folder, 'hello'))
  repository.commit(cdkApp({ version: 'v1' }), 'Say hello')
  const { page, problems } = await signIn(browser, server)

  await page.getByRole('link', { name: 'Connect the first repository' }).click()
  await page.getByRole('combobox', { name: 'Repository' }).fill(repository.path)
  await page.getByRole('button', { name: 'Look at it' }).click()
  await page.getByText('The root: cdk').waitFor()
  await page.getByText('Packages: npm').waitFor()
  await page.getByRole('textbox', { name: 'Environments' }).fill('development, production')
  await page.getByRole('button', { name: 'Create the app and deploy it' }).click()
  await page.waitForURL(/\/apps\/hello/)
  await card(page, 'development').getByText('Deploying', { exact: true }).waitFor()
  await stands(page, 'development', 'Say hello')
  assert.equal(await cloud.version('development'), 'v1')
  assert.ok(await card(page, 'development').getByRole('link', { name: /Url/ }).getAttribute('href'))

  await card(page, 'production').getByText('Pushes never come here').waitFor()
  await promote(page, 'development', 'production', 'Say hello')
  assert.equal(await cloud.version('production'), 'v1')

  repository.commit(cdkApp({ version: 'v2' }), 'Say hello twice')
  await stands(page, 'development', 'Say hello twice')
  assert.equal(await cloud.version('development'), 'v2')
  await page.getByRole('button', { name: 'production is 1 commit behind development: compare' }).waitFor()

  await card(page, 'development').getByRole('button', { name: 'More for development' }).click()
  await page.getByRole('menuitem', { name: 'Roll back' }).click()
  const rollback = page.getByRole('dialog', { name: 'Roll back development' })
  await rollback.getByText('Kept artifact').first().waitFor()
  await rollback.getByRole('button', { name: 'Roll back to #1' }).click()
  await succeeds(page)
  assert.equal(await cloud.version('development'), 'v1')

  await page.getByRole('link', { name: 'Pipeline' }).click()
  await card(page, 'production').getByRole('button', { name: 'More for production' }).click()
  await page.getByRole('menuitem', { name: 'Tear down' }).click()
  const teardown = page.getByRole('dialog', { name: 'Tear down production' })
  const { StackName = '' } = await cloud.stackOf('production')
  await teardown.getByText(StackName, { exact: true }).waitFor()
  await teardown.getByText('AWS::DynamoDB::Table Visits').waitFor()
  await teardown.getByRole('checkbox', { name: 'Also delete what would stay behind (1)' }).waitFor()
  const button = teardown.getByRole('button', { name: 'Tear down production' })
  assert.ok(await button.isDisabled(), 'the name is not asked for')
  await teardown.getByRole('textbox').fill('production')
  await button.click()
  await succeeds(page, 'Torn down')
  await page.getByText(/\d left behind in the cloud/).waitFor()
  const left = page.locator('.retained').filter({ hasText: 'AWS::DynamoDB::Table' })
  await left.waitFor()
  await page.getByRole('link', { name: 'Pipeline' }).click()
  await card(page, 'production').getByText('Torn down', { exact: true }).waitFor()
  await card(page, 'production')
    .getByRole('link', { name: /left behind/ })
    .waitFor()
  await assert.rejects(cloud.stackOf('production'))
  assert.equal(await cloud.version('development'), 'v1', 'the other environment stays')
  assert.deepEqual(problems, [])
})
