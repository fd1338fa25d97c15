import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDeployment, anAppStatus, aStatus, lines } from '../client/testing/samples.ts'
import { openFakeCli } from './testing/fake-cli.ts'
import { runCli } from './testing/run-cli.ts'

const { answer, asked, fake, url } = await openFakeCli()
const cli = (...words: string[]) => runCli(words, { url })

test('status without an app shows every app, with what is live and what came last', async () => {
  const live = { number: 4, commit: null, title: 'Add gift cards' }
  const latest = { number: 5, state: 'failed', title: 'Break it', requestedAt: '2026-11-22T10:00:00.000Z' } as const
  const environment = {
    name: 'staging',
    status: 'deployed',
    protected: false,
    account: null,
    live,
    latest,
    refused: {},
  } as const
  const app = { repository: '/code/x', sourceProblem: null, refused: {}, lastActivity: null }
  const status = {
    apps: [
      { ...app, app: 'blog', environments: [environment], sourceProblem: 'It does not answer.' },
      { ...app, app: 'hello', environments: [{ ...environment, live: null, latest: null, status: 'empty' as const }] },
    ],
  }
  answer('serverStatus', () => status)
  const { out } = await cli('status')
  assert.match(out, /blog +staging +● Deployed +#4 +Add gift cards +#5 failed/)
  assert.match(out, /hello +staging +○ Nothing deployed/)
  assert.match(out, /✕ blog cannot be read: It does not answer\./)
  assert.deepEqual((await cli('status', '--json')).json(), status)
})

test('history of all apps is narrowed, names the apps, and says how to go on', async () => {
  answer('listAllDeployments', () => [aDeployment({ id: 'd9', app: 'blog' })])
  const { out } = await cli('history', '--all', '--state', 'failed', '--actor', 'Mia Moss', '--limit', '1')
  assert.deepEqual(asked()?.query, { state: 'failed', actor: 'Mia Moss', limit: 1 })
  assert.match(out, /APP +ENVIRONMENT/)
  assert.match(out, /Older ones: trellis history --all --state failed --actor 'Mia Moss' --before d9/)
  answer('listDeployments', () => [])
  assert.match((await cli('history', 'hello', '--kind', 'rollback')).out, /There are none\./)
  assert.deepEqual(asked()?.query, { kind: 'rollback', limit: 20 })
  for (const words of [['history'], ['history', 'hello', '--all'], ['history', '--all', '--kind', 'no']]) {
    assert.equal((await cli(...words)).code, 2)
  }
})

test('logs --search prints only the lines that hold the text, however many pages there are', async () => {
  answer('showDeployment', () => aDeployment({ state: 'succeeded', lastSeq: 12 }))
  answer('readLog', ({ query }) => ({ lines: lines(Number(query.from), Number(query.from)), next: 0 }))
  answer('searchLog', ({ query }) =>
    query.from === 1
      ? { matches: [{ seq: 3, phase: 'install' }], next: 4 }
      : { matches: [{ seq: 7, phase: 'install' }], next: null },
  )
  const { out } = await cli('logs', 'hello', 'staging', '--search', 'line')
  assert.match(out, /line 3\n.*line 7\n/)
  assert.deepEqual((await cli('logs', 'hello', 'staging', '--search', 'line', '--json')).json(), {
    lines: [...lines(3, 3), ...lines(7, 7)],
  })
  answer('searchLog', () => ({ matches: [], next: null }))
  assert.match((await cli('logs', 'hello', 'staging', '--search', 'gone')).err, /No line holds "gone"/)
})

test('app set sends what was given, and wants something', async () => {
  const app = {
    name: 'hello',
    repository: '/code/x',
    path: 'api',
    defaultBranch: 'trunk',
    createdAt: '2026-11-22T10:00:00.000Z',
  }
  answer('setApp', () => app)
  fake.handlers.appStatus = () => anAppStatus({ environments: [aStatus({ name: 'dev', branch: 'main' })] })
  const { out } = await cli('app', 'set', 'hello', '--path', 'api', '--branch', 'trunk')
  assert.deepEqual(asked()?.body, { path: 'api', defaultBranch: 'trunk' })
  assert.match(
    out,
    /hello comes from api of \/code\/x, branch trunk\n {2}dev still follows main\.\n.*environment set hello dev/,
  )
  assert.equal((await cli('app', 'set', 'hello')).code, 2)
})

test('environment set moves an environment and gives it scripts', async () => {
  answer('setEnvironment', () => {
    throw new Error('not answered')
  })
  await cli('environment', 'set', 'hello', 'staging', '--after', 'qa', '--before-deploy', './check')
  assert.deepEqual(asked()?.body, { beforeDeploy: './check', after: 'qa' })
  await cli('environment', 'set', 'hello', 'staging', '--first', '--no-after-deploy')
  assert.deepEqual(asked()?.body, { afterDeploy: null, after: null })
})
