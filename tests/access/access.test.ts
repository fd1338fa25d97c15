import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLiveUpdates } from '../../src/adapters/local/live-updates.ts'
import { LiveSession } from '../../src/api/live/session.ts'
import type { LiveMessage } from '../../src/contract/live.ts'
import { type Route, type RouteName, routes } from '../../src/contract/routes.ts'
import { type CallerName, credentialsOf, openAccessScene } from './scene.ts'
import { callers, live, table } from './table.ts'

const commit = 'a'.repeat(40)
const named: Record<string, string> = {
  ...{ app: 'shop', environment: 'staging', number: '1', commit, key: 'API_TOKEN', account: 'spare' },
  ...{ login: 'newcomer', name: 'nothing', id: '0123456789abcdef', code: 'BCDFGHJK', deployment: 'id-1' },
  ...{ owner: 'acme', repository: 'shop' },
}
const queries: Partial<Record<RouteName, string>> = {
  compareCommits: `?base=${commit}&head=${commit}`,
  deploymentEnd: '?within=0',
  searchLog: '?query=x',
  removeAdmission: '?who=acme',
  gitHubForm: '?state=x',
  gitHubMade: '?state=x&code=x',
}
const bodies: Partial<Record<RouteName, unknown>> = {
  createSession: { code: 'a guess' },
  pollLogin: { deviceCode: 'a guess' },
  decideLogin: { approve: true },
  setMember: { role: 'viewer' },
  setAdmission: { who: '@newcomer' },
  createToken: { name: 'another' },
  addAccount: { name: 'another', region: 'eu-central-1' },
  setAccount: { credentials: { kind: 'chain' } },
  prepareRole: { region: 'eu-central-1' },
  createApp: { name: 'another', repository: 'https://git.example/another.git', account: 'cloud' },
  detectRepository: { repository: 'https://git.example/shop.git' },
  addEnvironment: { name: 'another' },
  setVariables: [{ key: 'A_KEY', value: 'a value' }],
  teardown: { confirm: 'staging' },
  claimJob: { session: 's'.repeat(40) },
  postEvents: { session: 's'.repeat(40), events: [] },
  offerArtifact: { digest: '0'.repeat(64), bytes: 1 },
  findCache: { name: `deps/${'0'.repeat(40)}` },
  offerCache: { name: `deps/${'0'.repeat(40)}`, digest: '0'.repeat(64), bytes: 1 },
}

/** A login that is over (RFC 8628), and a variable that the one before has removed. */
const fineAsBad: readonly RouteName[] = ['pollLogin', 'unsetVariable']

interface Described {
  paths: Record<string, Record<string, unknown>>
}

const marks = (row: string) => row.replaceAll(' ', '').split('')
const markOf = (status: number) => (status === 401 ? '?' : status === 403 ? '-' : '+')
const inWords = (given: readonly string[]) => callers.map((caller, index) => `${caller} ${given[index]}`)

test('every door of the API lets in whom the table says, and nobody else', async () => {
  const names = Object.keys(routes) as RouteName[]
  assert.deepEqual(Object.keys(table).sort(), names.sort(), 'a door is missing from the table')
  for (const name of names) {
    const route: Route = routes[name]
    const { call, ask } = await openAccessScene()
    const described = (await (await call('/api/openapi.json')).json()) as Described
    assert.ok(described.paths[route.path]?.[route.method], `${name} is not described`)
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, part: string) => named[part] ?? `no ${part}`)
    // Those who may not come first: they must find all as it was.
    const order = callers.map((_, index) => index).sort((a, b) => rank(table[name], a) - rank(table[name], b))
    const seen: string[] = []
    for (const index of order) {
      const caller = callers[index] as CallerName
      const answer = await ask(path + (queries[name] ?? ''), {
        method: route.method.toUpperCase(),
        headers: { ...credentialsOf(caller), 'x-test-caller': caller },
        ...(route.body ? { body: JSON.stringify(bodies[name] ?? {}) } : {}),
      })
      seen[index] = markOf(answer.status)
      assert.ok(answer.status < 500 || answer.status === 503, `${name} as ${caller}: ${answer.status}`)
      // Bad input would say nothing about who may.
      if (!fineAsBad.includes(name)) assert.notEqual(answer.status, 400, `${name} as ${caller}`)
    }
    assert.deepEqual(inWords(seen), inWords(marks(table[name])), name)
  }
})

const rank = (row: string, index: number) => (marks(row)[index] === '+' ? 1 : 0)

test('the live stream tells whom the table says, and nobody else', async () => {
  const { ask, ports, tickets } = await openAccessScene()
  const { id = '' } = (await ports.deployments.find('shop', 'staging', 1)) ?? {}
  const seen: Record<string, string[]> = { 'app:shop': [], apps: [], deployment: [] }
  for (const caller of callers) {
    const headers = { ...credentialsOf(caller), 'x-test-caller': caller }
    const answer = await ask('/api/v1/live/tickets', { method: 'POST', headers })
    for (const [topic, row] of Object.entries(seen)) {
      if (answer.status !== 200) {
        row.push(markOf(answer.status))
        continue
      }
      const { ticket } = (await (await ask('/api/v1/live/tickets', { method: 'POST', headers })).json()) as {
        ticket: string
      }
      const heard: LiveMessage[] = []
      const socket = { send: (one: LiveMessage) => void heard.push(one), close: () => {}, pending: () => 0 }
      const session = new LiveSession(ports, createLiveUpdates(), tickets, socket)
      await session.receive(JSON.stringify({ ticket }))
      await session.receive(JSON.stringify({ subscribe: topic === 'deployment' ? `deployment:${id}` : topic }))
      row.push(heard.some(one => one.type === 'error' && one.code === 'not_allowed') ? '-' : '+')
    }
  }
  for (const [topic, row] of Object.entries(live))
    assert.deepEqual(inWords(seen[topic] ?? []), inWords(marks(row)), topic)
})
