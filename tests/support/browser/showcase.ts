import type { Page } from 'playwright-core'
import type { Scene } from '../pipeline/scene.ts'
import { until } from '../pipeline/until.ts'

export interface Screen {
  name: string
  path: string
  /** What must stand there before it is looked at. */
  ready: string | RegExp
  /** What is done there first. */
  act?: (page: Page) => Promise<void>
  /** What somebody sees who is not signed in. */
  signedOut?: true
  /** Higher than a screen, and of interest to its end. */
  whole?: true
}

const say = (lines: number): string =>
  `for (let i = 1; i <= ${lines}; i++) console.log(i % 40 === 0 ? '\\u001b[32m✓\\u001b[0m carts ' + i + ' \\u001b[2m(' + (i % 7) + ' ms)\\u001b[0m' : '  checked order ' + i)\n`

const fails = `${say(300)}console.error('AssertionError: 0.30 != 0.30000000000000004')
${say(100)}process.exitCode = 1\n`

const trellisYml = `install: node -e "console.log('added 214 packages in 2s')"
test: node test.mjs
deploy: node deploy.mjs
remove: node remove.mjs --bucket assets-$TRELLIS_ENVIRONMENT
outputs: outputs.json
`
const deploy = (milliseconds: number): string => `import { writeFileSync } from 'node:fs'
const name = process.env.TRELLIS_ENVIRONMENT
const host = 'https://' + (name === 'production' ? '' : name + '.') + 'shop.example.com'
writeFileSync('outputs.json', JSON.stringify({ Shop: { api: host + '/api', site: host, OrdersTable: 'orders-' + name } }))
console.log('Deploying to ' + name)
setTimeout(() => console.log('\\u001b[32mdone\\u001b[0m'), ${milliseconds})
`

/** A server with a life: an app in every state that people meet, one that is just made, one that was torn down. */
export async function showcase(scene: Scene): Promise<{ screens: Screen[] }> {
  await scene.addAccount()
  const { client } = scene.server
  const repository = scene.repository.path
  const commit = (title: string, files: Record<string, string> = {}) =>
    scene.repository.commit(
      { 'trellis.yml': trellisYml, 'test.mjs': say(400), 'deploy.mjs': deploy(0), 'remove.mjs': '', ...files },
      title,
    )
  const push = async (title: string, files: Record<string, string> = {}) =>
    scene.pushed('shop-api', commit(title, files))
  const promoted = async (environment: string, to: string) => {
    const { number } = await client.call('promote', { params: { app: 'shop-api', environment }, body: { to } })
    return scene.ended('shop-api', to, number)
  }
  const first = commit('Set up the shop')
  await client.call('createApp', { body: { name: 'shop-api', repository } })
  await client.call('createApp', { body: { name: campaign, repository, environments: ['test'] } })
  await Promise.all([scene.pushed('shop-api', first), scene.pushed(campaign, first, 'test')])
  // So that it stays as it is.
  const test = { app: campaign, environment: 'test' }
  await client.call('setEnvironment', { params: test, body: { branch: null } })
  await client.call('teardown', { params: test, body: { confirm: 'test' } })
  await push('Add wish list')
  await promoted('development', 'staging')
  await promoted('staging', 'production')
  await push('Show prices with taxes')
  await push('Add gift cards')
  const development = { app: 'shop-api', environment: 'development' }
  await client.call('setVariables', {
    params: development,
    body: [
      { key: 'STRIPE_KEY', value: 'sk_test_123456789' },
      { key: 'CURRENCY', value: 'EUR', plain: true },
      { key: 'ORIGINS', value: 'https://shop.example.com,'.repeat(16), plain: true },
    ],
  })
  await push('Fix rounding', { 'test.mjs': fails })
  await push('Fix rounding in cart')
  commit('Fix rounding in cart, for good', { 'deploy.mjs': deploy(600_000) })
  await client.call('createApp', { body: { name: 'newsletter', repository, environments: ['test', 'live'] } })
  await until('the last push to be deployed', () =>
    scene.show('shop-api', 'development', 7).then(
      one => one.startedAt,
      () => null,
    ),
  )
  for (const [login, role] of [
    ['mia', 'admin'],
    ['leo', 'deployer'],
  ] as const) {
    await client.call('setMember', { params: { login }, body: { role } })
  }
  await client.call('setMember', { params: { login: 'noor' }, body: { role: 'deployer', app: 'newsletter' } })
  await client.call('createToken', { body: { name: 'ci', app: 'shop-api', environments: ['staging'] } })
  // Both builds that may run at once do: it waits.
  await client.call('promote', { params: development, body: {} })
  return { screens: screensOf(repository) }
}

const shop = '/apps/shop-api'
/** As long as names come. */
const campaign = 'landing-page-of-the-summer-campaign'
const dialog = (name: string, environment: string) => `${shop}?dialog=${name}&environment=${environment}`

const screensOf = (repository: string): Screen[] => [
  { name: 'apps', path: '/', ready: 'newsletter' },
  { name: 'pipeline', path: shop, ready: 'Whole history', whole: true },
  { name: 'torn-down', path: `/apps/${campaign}`, ready: 'Torn down' },
  { name: 'promote', path: dialog('promote', 'development'), ready: 'it is built anew then' },
  { name: 'rollback', path: dialog('rollback', 'development'), ready: 'Not rolled back' },
  { name: 'deploy', path: dialog('deploy', 'development'), ready: 'Set up the shop' },
  { name: 'teardown', path: dialog('teardown', 'staging'), ready: 'node remove.mjs' },
  { name: 'cancel', path: dialog('cancel', 'development'), ready: 'Let it go on' },
  { name: 'compare', path: dialog('compare', 'development'), ready: 'oldest first' },
  { name: 'missing-dialog', path: dialog('promote', 'qa'), ready: 'There is no environment qa' },
  { name: 'failed', path: `${shop}/development/5`, ready: 'Failed in test' },
  { name: 'log', path: `${shop}/development/2#L200`, ready: 'checked order 199' },
  { name: 'running', path: `${shop}/development/7`, ready: 'Deploying to development' },
  {
    name: 'where-it-went',
    path: `${shop}/development/6`,
    ready: 'production is protected',
    act: page => page.getByText('Where this commit went').click(),
  },
  { name: 'history', path: `${shop}/history`, ready: 'Set up the shop', whole: true },
  { name: 'history-all', path: '/history', ready: `${campaign} /` },
  { name: 'history-empty', path: '/history?state=rejected', ready: 'No deployment with' },
  { name: 'missing-app', path: '/apps/nothing', ready: 'There is no app nothing' },
  { name: 'missing-environment', path: `${shop}/qa/1`, ready: 'has no environment qa' },
  { name: 'missing-deployment', path: `${shop}/staging/99`, ready: 'has no deployment #99' },
  { name: 'missing-page', path: '/nowhere', ready: 'There is nothing here' },
  { name: 'settings', path: `${shop}/settings`, ready: 'follows main' },
  {
    name: 'environment',
    path: `${shop}/settings?environment=development`,
    ready: 'Names of its stacks',
    whole: true,
  },
  { name: 'add-environment', path: `${shop}/settings?dialog=add`, ready: 'Comes after' },
  { name: 'variables', path: `${shop}/settings?section=variables`, ready: 'STRIPE_KEY', whole: true },
  {
    name: 'set-variable',
    path: `${shop}/settings?section=variables&dialog=set+CURRENCY+development`,
    ready: 'In these environments',
  },
  { name: 'app-settings', path: `${shop}/settings?section=app`, ready: 'Webhook', whole: true },
  { name: 'danger', path: `${shop}/settings?section=danger`, ready: 'Delete this app' },
  { name: 'delete-app', path: `${shop}/settings?section=danger&dialog=delete`, ready: 'to confirm' },
  { name: 'sign-in', path: '/sign-in', ready: 'trellis dashboard', signedOut: true },
  { name: 'new-app', path: '/new', ready: 'Repository' },
  {
    name: 'new-app-found',
    path: '/new',
    ready: 'What Trellis sees',
    act: async page => {
      await page.getByRole('combobox', { name: 'Repository' }).fill(repository)
      await page.getByRole('button', { name: 'Look at it' }).click()
      await page.getByText('Variables and a script').click()
    },
    whole: true,
  },
  { name: 'accounts', path: '/accounts', ready: 'acme' },
  { name: 'add-account', path: '/accounts?dialog=add', ready: 'Credentials' },
  { name: 'remove-account', path: '/accounts?dialog=remove+acme', ready: 'deploy to it' },
  { name: 'github', path: '/github', ready: 'One click makes a GitHub App', whole: true },
  { name: 'members', path: '/people', ready: 'noor', whole: true },
  { name: 'give-role', path: '/people?dialog=give-role', ready: 'The higher of both holds' },
  { name: 'admissions', path: '/people?section=sign-in', ready: 'Let them in', whole: true },
  { name: 'tokens', path: '/people?section=tokens', ready: 'Revoke …' },
  { name: 'create-token', path: '/people?section=tokens&dialog=make-token', ready: 'What it may do' },
  { name: 'sessions', path: '/people?section=sessions', ready: 'this one' },
  { name: 'approve', path: '/approve', ready: 'shows it' },
  { name: 'palette', path: shop, ready: /^Cancel what runs/, act: page => page.keyboard.press('Control+k') },
  {
    name: 'person',
    path: '/',
    ready: 'Sign out every browser',
    act: page => page.getByRole('button', { name: /signed in as/ }).click(),
  },
]

/** Goes to a screen and does what is to be done there first. */
export async function visit(page: Page, { path, ready, act }: Screen): Promise<void> {
  await page.goto(path)
  // The page is there before it listens to keys.
  await page.locator('#content').waitFor()
  await act?.(page)
  await page.getByText(ready).first().waitFor()
}
