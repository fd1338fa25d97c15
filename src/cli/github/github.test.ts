import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GitHubStatus } from '../../contract/github.ts'
import { openFakeCli } from '../testing/fake-cli.ts'

const { answer, asked, cli } = await openFakeCli()

const nothing: GitHubStatus = {
  app: null,
  url: null,
  connectedAt: null,
  keyChangedAt: null,
  secretChangedAt: null,
  installations: [],
  problem: null,
  webhook: { url: null, lastAt: null, accepted: 0, refused: 0 },
  pushes: 'off',
  pushesReason: 'This server is not connected to GitHub.',
}
const page = 'https://github.com/apps/trellis'
const connected: GitHubStatus = {
  ...nothing,
  app: {
    ...{ id: 7, slug: 'trellis', name: 'Trellis', owner: 'acme', url: page },
    ...{ installUrl: `${page}/installations/new`, settingsUrl: 'https://github.com/x' },
  },
  url: 'https://github.com',
  installations: [
    { id: 1, account: 'acme', repositories: 'all', suspended: false, url: page },
    { id: 2, account: 'initech', repositories: 'selected', suspended: true, url: page },
  ],
  webhook: { url: 'https://x/webhooks/github', lastAt: '2026-11-22T10:00:00.000Z', accepted: 12, refused: 3 },
  pushes: 'webhook',
  pushesReason: 'GitHub tells of pushes.',
}

test('github connect prints the page with the button', async () => {
  const form = { page: 'http://127.0.0.1:4400/github/connect?state=x', action: 'a', manifest: '{}' }
  answer('connectGitHub', () => ({ ...form, expiresAt: '2026-11-22T10:00:00.000Z' }))
  const { out } = await cli('github connect --organization acme --url https://github.example.com/')
  assert.match(out, /press its button: http:\/\/127\.0\.0\.1:4400\/github\/connect\?state=x/)
  assert.deepEqual(asked()?.body, { url: 'https://github.example.com', organization: 'acme' })
})

test('github status tells of the App, where it is, and how pushes are learned of', async () => {
  answer('gitHubStatus', () => nothing)
  assert.match((await cli('github status')).out, /Not connected to GitHub/)
  answer('gitHubStatus', () => ({ ...connected, problem: 'It does not answer.' }))
  const { out } = await cli('github status')
  assert.match(out, /● Trellis of acme at https:\/\/github\.com/)
  assert.match(out, /acme \(all repositories\), initech \(suspended\)/)
  assert.match(out, /by webhook\n.*GitHub tells of pushes/)
  assert.match(out, /12, the last one at 2026-11-22T10:00:00\.000Z; 3 refused/)
  assert.match(out, /✕ It does not answer\./)
})

test('github rotate exchanges the secret, or takes a key from standard input and shows it nowhere', async () => {
  answer('rotateGitHub', () => connected)
  await cli('github rotate')
  assert.deepEqual(asked()?.body, { webhookSecret: true })
  const { out } = await cli('github rotate --key-from-stdin', { stdin: 'PEM OF A KEY\n' })
  assert.deepEqual(asked()?.body, { privateKey: 'PEM OF A KEY', webhookSecret: false })
  assert.doesNotMatch(out, /PEM/)
})

test('github repositories and branches search, and say how many more there are', async () => {
  const repository = {
    ...{ id: 1, fullName: 'acme/shop', url: 'https://github.com/acme/shop.git', private: true },
    ...{ archived: false, defaultBranch: 'main' },
  }
  answer('listGitHubRepositories', () => ({ repositories: [repository], total: 3 }))
  assert.match((await cli('github repositories sho --limit 1')).out, /acme\/shop +main +private .*\n +and 2 more/)
  assert.deepEqual(asked()?.query, { search: 'sho', limit: 1 })
  answer('listGitHubBranches', () => ({ branches: ['main'], total: 1 }))
  assert.equal((await cli('github branches acme/shop')).out.trim(), 'main')
  assert.deepEqual(asked()?.params, { owner: 'acme', repository: 'shop' })
  assert.equal((await cli('github branches shop')).code, 2)
})

test('github disconnect wants a yes', async () => {
  assert.equal((await cli('github disconnect')).code, 2)
  answer('disconnectGitHub', () => undefined)
  assert.deepEqual((await cli('github disconnect --yes --json')).json(), { disconnected: true })
})
