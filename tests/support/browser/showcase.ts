import type { Scene } from '../pipeline/scene.ts'

export interface Screen {
  name: string
  path: string
  /** What must stand there before it is looked at. */
  ready: string | RegExp
  /** Of a phone, if not of a desk. */
  width?: number
}

const say = (lines: number): string =>
  `for (let i = 1; i <= ${lines}; i++) console.log(i % 40 === 0 ? '\\u001b[32m✓\\u001b[0m carts ' + i + ' \\u001b[2m(' + (i % 7) + ' ms)\\u001b[0m' : '  checked order ' + i)\n`

const trellisYml = `install: node -e "console.log('added 214 packages in 2s')"
test: node test.mjs
deploy: node deploy.mjs
remove: node -e ""
outputs: outputs.json
`
const deploy = (milliseconds: number): string => `import { writeFileSync } from 'node:fs'
const name = process.env.TRELLIS_ENVIRONMENT
const host = 'https://' + (name === 'production' ? '' : name + '.') + 'shop.example.com'
writeFileSync('outputs.json', JSON.stringify({ Shop: { api: host + '/api', site: host, OrdersTable: 'orders-' + name } }))
console.log('Deploying to ' + name)
setTimeout(() => console.log('\\u001b[32mdone\\u001b[0m'), ${milliseconds})
`

/** A server with a life: an app in every state that people meet, and another one. */
export async function showcase(scene: Scene): Promise<{ screens: Screen[] }> {
  await scene.addAccount()
  const commit = (title: string, files: Record<string, string> = {}) =>
    scene.repository.commit(
      { 'trellis.yml': trellisYml, 'test.mjs': say(400), 'deploy.mjs': deploy(0), ...files },
      title,
    )
  const { cli } = scene
  const push = async (title: string, files: Record<string, string> = {}) =>
    scene.pushed('shop-api', commit(title, files))
  const settle = async (args: string[], environment: string) => {
    const { number } = await cli.json<{ number: number }>(args)
    return scene.ended('shop-api', environment, number)
  }
  commit('Set up the shop')
  await cli.json(['app', 'create', 'shop-api', '--repo', scene.repository.path])
  await scene.pushed('shop-api', scene.repository.head())
  await push('Add wish list')
  await settle(['promote', 'shop-api', 'development'], 'staging')
  await settle(['promote', 'shop-api', 'staging'], 'production')
  await push('Show prices with taxes')
  await push('Add gift cards')
  await cli.json(['variables', 'set', 'shop-api', 'development', 'STRIPE_KEY=sk_test_123456789'])
  await cli.json(['variables', 'set', 'shop-api', 'development', 'CURRENCY=EUR', '--plain'])
  await push('Fix rounding', {
    'test.mjs': "console.error('AssertionError: 0.30 != 0.30000000000000004')\nprocess.exit(1)\n",
  })
  await push('Fix rounding in cart', { 'deploy.mjs': deploy(0) })
  commit('Fix rounding in cart, for good', { 'deploy.mjs': deploy(120_000) })
  await cli.json(['app', 'create', 'newsletter', '--repo', scene.repository.path, '--environments', 'test,live'])
  await cli.json(['promote', 'shop-api', 'development', '--to', 'staging'])
  const shop = '/apps/shop-api'
  return {
    screens: [
      { name: 'apps', path: '/', ready: 'newsletter' },
      { name: 'pipeline', path: shop, ready: 'Activity' },
      { name: 'pipeline-phone', path: shop, ready: 'Activity', width: 360 },
      { name: 'promote', path: `${shop}?dialog=promote&environment=development`, ready: 'in between' },
      { name: 'rollback', path: `${shop}?dialog=rollback&environment=development`, ready: 'Not rolled back' },
      { name: 'deploy', path: `${shop}?dialog=deploy&environment=development`, ready: 'Set up the shop' },
      { name: 'teardown', path: `${shop}?dialog=teardown&environment=staging`, ready: 'to confirm' },
      { name: 'compare', path: `${shop}?dialog=compare&environment=development`, ready: 'oldest first' },
      { name: 'failed', path: `${shop}/development/5`, ready: 'Failed in test' },
      { name: 'log', path: `${shop}/development/2`, ready: 'lines' },
      { name: 'log-phone', path: `${shop}/development/2`, ready: 'lines', width: 360 },
      { name: 'history', path: `${shop}/history`, ready: 'Set up the shop' },
      { name: 'history-empty', path: '/history?state=rejected', ready: 'No deployment with' },
      { name: 'missing', path: '/apps/nothing', ready: 'There is no app nothing' },
      { name: 'settings', path: `${shop}/settings`, ready: 'development' },
      { name: 'variables', path: `${shop}/settings?section=variables`, ready: 'STRIPE_KEY' },
      { name: 'app-settings', path: `${shop}/settings?section=app`, ready: 'Webhook' },
      { name: 'danger', path: `${shop}/settings?section=danger`, ready: 'Delete this app' },
      { name: 'sign-in', path: '/sign-in', ready: 'Sign in to Trellis' },
      { name: 'new-app', path: '/new', ready: 'Repository' },
      { name: 'accounts', path: '/accounts', ready: 'acme' },
    ],
  }
}
