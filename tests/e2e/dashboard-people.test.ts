import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { createClient } from '../../src/client/client.ts'
import { freePort } from '../../src/emulator/port.ts'
import { openBrowser, signIn } from '../support/browser/browser.ts'
import { checkAccessible } from '../support/browser/inspect.ts'
import { ServerProcess } from '../support/pipeline/server-process.ts'

let folder: string
let server: ServerProcess
let browser: Browser
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trellis-people-'))
  server = await ServerProcess.start({ home: join(folder, 'home'), port: await freePort(), dashboard: true })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('in the dashboard people get roles, machines get tokens, and a command line is let in', async () => {
  const { page, context, problems } = await signIn(browser, server)
  await page.goto('/people')
  await page.getByText('Nobody has a role yet.').waitFor()
  await page.getByRole('heading', { name: 'owner you' }).waitFor()
  await page.getByRole('button', { name: 'Give a role' }).click()
  await page.getByLabel('Name at GitHub').fill('Mia')
  await page.getByRole('dialog').getByRole('button', { name: 'Give the role' }).click()
  await page.getByRole('heading', { name: 'mia' }).waitFor()
  await page.getByLabel('Role of mia').selectOption('admin')
  await page.getByText('mia is an admin').waitFor()
  assert.equal((await server.client.call('listMembers'))[0]?.role, 'admin')

  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByLabel('Name', { exact: true }).fill('ci')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const token = (await page.locator('.new-token pre').textContent()) ?? ''
  await page.mouse.click(5, 5)
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByText(/^(Copied|This browser does not let the page copy)$/).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Revoke ci' }).click()
  const asked = page.getByRole('dialog', { name: 'Revoke ci' })
  await asked.getByText('It was never used.').waitFor()
  const ci = createClient({ url: server.url, token })
  assert.deepEqual((await ci.call('showSession')).access.scope?.actions, ['read', 'deploy'])
  await asked.getByRole('button', { name: 'Revoke ci' }).click()
  await page.getByText('ci opens nothing any more').waitFor()
  await assert.rejects(ci.call('showSession'), { status: 401 })

  const started = await server.client.call('requestLogin', { body: { machine: 'laptop' } })
  await page.goto(started.verificationUriComplete)
  await page.getByText('laptop').waitFor()
  await checkAccessible(page, 'approve')
  await page.getByRole('button', { name: 'Sign it in' }).click()
  await page.getByRole('heading', { name: 'The command line is signed in' }).waitFor()
  const login = await server.client.call('pollLogin', { body: { deviceCode: started.deviceCode } })
  assert.equal(login.actor.name, 'owner')

  await page.goto('/people?section=sessions')
  await page.getByRole('heading', { name: 'laptop' }).waitFor()
  assert.deepEqual(problems, [])
  await context.close()
})

test('the code of a command line is kept while its owner signs in by a link, and lets nobody in by itself', async () => {
  const started = await server.client.call('requestLogin', { body: { machine: 'desk' } })
  const context = await browser.newContext({ baseURL: server.url })
  const page = await context.newPage()
  await page.goto(started.verificationUriComplete)
  await page.getByText('There is no password.').waitFor()
  assert.ok(!page.url().includes(started.userCode))
  const { url } = await server.client.call('createSignInLink')
  await page.goto(url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('desk').waitFor()
  await assert.rejects(server.client.call('pollLogin', { body: { deviceCode: started.deviceCode } }), {
    code: 'authorization_pending',
  })
  await page.getByRole('button', { name: 'Turn it away' }).click()
  await page.getByRole('heading', { name: 'The command line was turned away' }).waitFor()
  await page.goto('/')
  await page.getByRole('heading', { name: 'Apps' }).waitFor()
  await context.close()
})
