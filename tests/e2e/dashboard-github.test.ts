import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { createClient } from '../../src/client/client.ts'
import { openBrowser, signIn, signInByGitHub } from '../support/browser/browser.ts'
import { checkAccessible, checkWidth } from '../support/browser/inspect.ts'
import { GitHub, signed } from '../support/github/github.ts'
import { Scene } from '../support/pipeline/scene.ts'

let scene: Scene
let github: GitHub
let browser: Browser
/** Under another name than GitHub, so that it is a page of elsewhere to the browser. */
let url: string
before(async () => {
  scene = await Scene.start({ dashboard: true })
  github = await GitHub.start()
  browser = await openBrowser()
  url = scene.server.url.replace('127.0.0.1', 'localhost')
  await scene.addAccount()
})
after(async () => {
  await browser?.close()
  await scene?.close()
  await github?.close()
})

test('GitHub is connected by one click, an app chosen from its list, and a push that does not deploy says why', async () => {
  scene.push({ version: 'one' })
  const repository = github.addRepository({ name: 'shop', folder: join(scene.repository.path, '.git') })
  for (let i = 1; i <= 80; i++) github.addRepository({ name: `service-${i}` })
  const client = createClient({ url, token: readFileSync(join(scene.home, 'token'), 'utf8').trim() })
  const { page, context, problems } = await signIn(browser, { url, client })
  await page.goto('/new')
  await page.getByRole('link', { name: 'Connect GitHub to choose from a list' }).click()
  await page.getByText('One click makes a GitHub App').waitFor()
  await checkAccessible(page, 'connect')
  await page.getByLabel('Organisation').fill('acme')
  await page.getByText('A GitHub Enterprise Server').click()
  await page.getByLabel('Address').fill(github.url)
  await page.getByRole('button', { name: 'Connect to GitHub' }).click()
  await page.getByRole('heading', { name: 'Connect Trellis to GitHub' }).waitFor()
  await checkAccessible(page, 'the page that makes the App')
  await page.getByRole('button', { name: 'Create the GitHub App' }).click()

  await page.waitForURL(/\/github$/)
  const [app] = github.state.apps.values()
  await page.getByRole('link', { name: app?.name ?? '' }).waitFor()
  await page.getByText('acme (all repositories)').waitFor()
  await page.getByText('No webhook has arrived').waitFor()
  await checkAccessible(page, 'connected')
  await page.setViewportSize({ width: 360, height: 800 })
  await checkWidth(page, 'connected')

  await page.goto('/new')
  const field = page.getByRole('combobox', { name: 'Repository' })
  await page.getByRole('option', { name: 'acme/service-1 private', exact: true }).waitFor()
  await field.pressSequentially('sho')
  await page.getByRole('option', { name: 'acme/shop private' }).waitFor()
  assert.equal(await page.getByRole('option').count(), 1)
  await checkAccessible(page, 'the list of repositories')
  await checkWidth(page, 'the list of repositories')
  await page.keyboard.press('Enter')
  await page.getByText('The root: commands of its own').waitFor()
  assert.equal(await field.inputValue(), `${github.url}/acme/shop.git`)
  await page.getByRole('button', { name: 'Create the app and deploy it' }).click()
  await page.waitForURL(/\/apps\/shop$/)

  const commit = scene.repository.commit({ 'notes.md': 'x' }, 'Write notes [skip trellis]')
  const body = JSON.stringify(github.pushOf(repository, 'refs/heads/main'))
  const headers = signed(app?.webhookSecret ?? '', 'push', body)
  assert.equal((await fetch(app?.webhookUrl ?? '', { method: 'POST', body, headers })).status, 202)
  const card = page.getByRole('article', { name: 'development' })
  await card.getByText(`Not deployed: ${commit.slice(0, 8)}, since`).waitFor()
  await card.getByText(/skip trellis/).waitFor()
  await page.goto('/github')
  await page.getByText('1 taken, 0 refused').waitFor()

  await page.getByRole('button', { name: "Exchange the webhook's secret" }).click()
  await page.getByText('The secret of the webhook is exchanged').waitFor()
  await page.getByRole('button', { name: 'Exchange the private key' }).click()
  const exchange = page.getByRole('dialog', { name: 'Exchange the private key' })
  await exchange.getByLabel('Private key').fill('no key')
  await exchange.getByRole('button', { name: 'Exchange it' }).click()
  await exchange.getByRole('alert').waitFor()
  await exchange.getByLabel('Private key').fill(github.addKey(app?.id ?? 0))
  await exchange.getByRole('button', { name: 'Exchange it' }).click()
  await page.getByText('The private key is exchanged').waitFor()

  github.addUser('root')
  github.signIn.signedInAs = 'root'
  await page.goto('/people')
  await page.getByRole('link', { name: 'Sign in with GitHub' }).click()
  await page.getByRole('heading', { level: 1, name: 'Apps' }).waitFor()
  const members = await client.call('listMembers')
  assert.deepEqual(
    members.map(one => [one.login, one.role]),
    [['root', 'admin']],
  )
  assert.deepEqual(
    problems.filter(one => !one.startsWith(`left the origin: ${github.url}/`)),
    [],
  )
  await context.close()
})

test('who opens the address of a command line is signed in by GitHub first, and need not type its code', async () => {
  github.addUser('mia')
  const { client } = scene.server
  await client.call('setMember', { params: { login: 'mia' }, body: { role: 'admin' } })
  const { userCode, deviceCode } = await client.call('requestLogin', { body: { machine: 'laptop' } })
  const seen: string[] = []
  const { page, context, problems } = await signInByGitHub(browser, url, {
    ...{ github, login: 'mia', path: `/approve#${userCode}` },
    watch: page => {
      page.on('request', request => {
        if (request.isNavigationRequest() || !request.url().startsWith(`${url}/api/`))
          seen.push(request.url(), request.headers().referer ?? '')
      })
    },
  })
  await page.getByText('Only go on if you ran').getByText(userCode).waitFor()
  assert.deepEqual(
    seen.filter(one => one.split('#')[0]?.includes(userCode)),
    [],
    'the code stands in an address',
  )
  assert.ok(!page.url().includes(userCode))
  await page.getByRole('button', { name: 'Sign it in' }).click()
  await page.getByRole('heading', { name: 'The command line is signed in' }).waitFor()
  assert.equal((await client.call('pollLogin', { body: { deviceCode } })).actor.name, 'mia')
  await page.goto('/')
  await page.getByRole('heading', { name: 'Apps' }).waitFor()
  assert.deepEqual(problems, [])
  await context.close()
})

test('whom GitHub does not vouch for stays outside, and is told so', async () => {
  github.addUser('eve')
  const { page, context } = await signInByGitHub(browser, url, { github, login: 'eve' })
  await page.getByRole('alert').getByText('GitHub did not let you in here').waitFor()
  await checkAccessible(page, 'refused')
  await context.close()
})
