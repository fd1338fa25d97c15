import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { signInByGitHub } from '../support/browser/browser.ts'
import { dialog, openSmallShop, type SmallShop, settings } from '../support/browser/small-shop.ts'
import { GitHub } from '../support/github/github.ts'
import { pressButton } from '../support/github/press-button.ts'
import { until } from '../support/pipeline/until.ts'

let shop: SmallShop
let github: GitHub
before(async () => {
  shop = await openSmallShop()
  github = await GitHub.start()
  const { client } = shop.scene.server
  await pressButton((await client.call('connectGitHub', { body: { url: github.url, organization: 'acme' } })).page)
  for (const [login, role] of [
    ['leo', 'viewer'],
    ['noor', 'deployer'],
  ] as const) {
    github.addUser(login)
    await client.call('setMember', { params: { login }, body: { role } })
  }
  const body = [{ key: 'COLOUR', value: 'green', plain: true }]
  await client.call('setVariables', { params: { app: 'shop', environment: 'development' }, body })
  await client.call('setEnvironment', {
    params: { app: 'shop', environment: 'staging' },
    body: { allow: { promote: ['mia'] } },
  })
  const slow = 'test: false\ndeploy: node -e "setTimeout(() => {}, 600000)"\nremove: node -e "console.log(0)"\n'
  shop.scene.repository.commit({ 'trellis.yml': slow }, 'Take long')
  await until('the long deployment to run', () =>
    shop.scene.show('shop', 'development', 3).then(
      one => one.startedAt,
      () => null,
    ),
  )
})
after(async () => {
  await shop?.close()
  await github?.close()
})

/** A browser of theirs, with whatever the server refused it. */
async function open(login: string) {
  const { page, context, problems } = await signInByGitHub(shop.browser, shop.scene.server.url, { github, login })
  const refusals: string[] = []
  page.on('response', answer => answer.status() === 403 && refusals.push(answer.url()))
  await page.getByRole('heading', { level: 1, name: 'Apps' }).waitFor()
  return { page, context, problems, refusals }
}

const admin = 'it takes the role of an admin, and you are a viewer'
const deployer = 'it takes the role of a deployer, and you are a viewer of shop'

/** Where what is refused to a viewer: page, why, the buttons, and what else may be pressed there. */
const refused: readonly (readonly [path: string, why: string, buttons: string[], free?: RegExp])[] = [
  ['/', admin, ['New app']],
  ['/new', admin, ['Look at it']],
  ['/accounts', admin, ['Add an account', 'Prepare for the CDK', 'Replace credentials …', 'Remove …']],
  ['/accounts?dialog=add', admin, ['Add the account'], /^(Close|Cancel)$/],
  [
    '/github',
    admin,
    ["Exchange the webhook's secret", 'Exchange the private key …', 'Connect another App …', 'Disconnect …'],
  ],
  ['/people', admin, ['Give a role', 'Remove …']],
  ['/people?section=sign-in', admin, ['Let them in']],
  ['/people?section=sessions', admin, [], /^Sign out$/],
  [settings('environments'), `${admin} of shop`, ['Add an environment', 'Save development'], /^More for/],
  [settings('variables'), deployer, ['Set a variable', 'COLOUR in development: green']],
  [settings('app'), `${admin} of shop`, ['Save', 'Make a new secret']],
  [settings('danger'), `${admin} of shop`, ['Delete shop …']],
  ['/apps/shop', deployer, ['Cancel #3'], /^(More for|staging is 1 commit behind)/],
  ['/apps/shop/development/3', deployer, ['Cancel'], /^(succeeded|running|skipped) |^(Pause|Follow)$/],
  [dialog('deploy'), deployer, ['Deploy the newest of main'], /^(Close|Cancel)$/],
  [dialog('promote'), 'in staging that is for mia and admins alone', [], /^(Close|Cancel)$/],
  [dialog('rollback'), deployer, ['Roll back to #1'], /^(Close|Cancel)$/],
  [dialog('teardown'), deployer, ['Tear down development'], /^(Close|Cancel)$/],
  [dialog('cancel'), deployer, ['Cancel #3'], /^(Close|Let it go on)$/],
]

test('a viewer sees on every page what may be done, disabled, with the reason, and is refused nothing', async () => {
  const { page, context, problems, refusals } = await open('leo')
  for (const [path, why, buttons, free] of refused) {
    await page.goto(path)
    const place = path.includes('dialog=') ? page.getByRole('dialog') : page.locator('#content')
    await place.getByText(why).first().waitFor()
    if (path === settings('environments')) await page.getByRole('heading', { name: 'development' }).click()
    for (const name of buttons) {
      const button = place.getByRole('button', { name, exact: true }).first()
      await button.waitFor()
      assert.ok(await button.isDisabled(), `${name} at ${path}`)
      assert.ok((await button.getAttribute('title'))?.includes(why), `${name} at ${path} says why`)
    }
    const able = await namesOf(place)
    assert.deepEqual(
      able.filter(name => !free?.test(name)),
      [],
      `can be pressed at ${path}`,
    )
  }
  assert.deepEqual(refusals, [])
  assert.deepEqual(problems, [])
  await context.close()
})

test('the palette and the menus name what is refused, say why, and do not do it', async () => {
  const { page, context, refusals } = await open('leo')
  await page.goto('/apps/shop')
  await page.getByRole('button', { name: 'More for development' }).click()
  const item = page.getByRole('menuitem', { name: /^Tear down …/ })
  await item.waitFor()
  assert.ok((await item.textContent())?.includes(deployer))
  assert.equal(await item.getAttribute('aria-disabled'), 'true')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  for (const [words, why] of [
    ['tear development', deployer],
    ['connect a repository', admin],
  ] as const) {
    await page.getByRole('combobox', { name: 'Search' }).fill(words)
    const option = page.getByRole('option', { name: why })
    await option.waitFor()
    assert.equal(await option.getAttribute('aria-disabled'), 'true')
    await page.keyboard.press('Enter')
  }
  assert.match(page.url(), /\/apps\/shop$/)
  assert.deepEqual(refusals, [])
  await context.close()
})

test('a deployer does what is theirs, and what is for others says for whom it is', async () => {
  const { page, context, refusals } = await open('noor')
  await page.goto(settings('variables'))
  await page.getByText('You may not set variables in staging: in staging that is for mia and admins alone.').waitFor()
  await page.getByRole('button', { name: 'Set a variable' }).click()
  await page.getByRole('textbox', { name: 'Key' }).fill('GREETING')
  await page.getByRole('textbox', { name: 'Value' }).fill('good morning')
  assert.ok(await page.getByRole('checkbox', { name: 'staging' }).isDisabled())
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByRole('button', { name: 'GREETING in development: secret' }).waitFor()

  await page.goto('/apps/shop/development/3')
  await page.getByRole('button', { name: 'Cancel' }).click()
  // It changes the cloud: what that means is said first.
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel #3' }).click()
  await shop.scene.ended('shop', 'development', 3)
  // What was cancelled in the midst of a change is to be mended before it can be promoted by the card's button.
  const params = { app: 'shop', environment: 'development' }
  const { number } = await shop.scene.server.client.call('rollback', { params, body: { to: 2 } })
  await shop.scene.ended('shop', 'development', number)
  await page.goto('/apps/shop')
  const promote = page.getByRole('button', { name: 'Promote to staging' })
  await promote.waitFor()
  assert.ok(await promote.isDisabled())
  await page.getByText('You may not promote to staging: in staging that is for mia and admins alone.').waitFor()
  await shop.scene.server.client.call('setEnvironment', {
    params: { app: 'shop', environment: 'staging' },
    body: { allow: { promote: ['mia', 'noor'] } },
  })
  await page.locator('button:enabled', { hasText: 'Promote to staging' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Promote [0-9a-f]{7}/ })
    .click()
  await page.waitForURL(/\/apps\/shop\/staging\/\d+$/)
  assert.deepEqual(refusals, [])
  await context.close()
})

/** What the buttons are called that can be pressed there. */
const namesOf = (place: Locator): Promise<string[]> =>
  place
    .locator('button:enabled')
    .evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? one.textContent ?? ''))
