import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startFakeServer } from '../../client/testing/fake-server.ts'
import { type CliOptions, runCli } from '../testing/run-cli.ts'
import type { DashboardBuild, DashboardBuilt } from '../world.ts'

const secret = 'http://127.0.0.1:1/sign-in#one-time-code'

/** `trellis up` that is stopped after a moment. */
function up(words: string[], build: (given: DashboardBuild) => Promise<DashboardBuilt>, options: CliOptions = {}) {
  let links = 0
  const serve = async ({ home }: { home: string }) => ({
    url: 'http://127.0.0.1:1',
    home,
    isolation: 'process',
    warnings: [],
    signInLink: async () => {
      links += 1
      return secret
    },
    lost: new Promise<never>(() => undefined),
    close: async () => undefined,
  })
  const interrupt = (press: () => void) => void setTimeout(press, 50)
  const powers = { serve, buildDashboard: build }
  return runCli(['up', ...words], { powers, interrupt, ...options }).then(result => ({ ...result, links }))
}

const ready = async () => ({ served: true, problem: null })

test('up shows the link to people, and leaves it in no file and no record', async () => {
  const shown = await up([], ready, { terminal: 100 })
  assert.match(shown.out, /Trellis is ready[\s\S]*Open the dashboard: http:\/\/127\.0\.0\.1:1\/sign-in#one-time-code/)
  const kept = await up([], ready)
  assert.match(kept.out, /For a link that opens the dashboard: trellis dashboard/)
  const record = await up(['--json'], ready, { terminal: 100 })
  assert.deepEqual(Object.keys(record.json() as object), ['url', 'home', 'isolation', 'warnings'])
  for (const { out, err, links } of [kept, record]) {
    assert.equal(links, 0)
    assert.doesNotMatch(out + err, /one-time-code/)
  }
})

test('up serves before it builds, and goes on without a dashboard when that fails', async () => {
  const fails = async ({ started }: DashboardBuild) => {
    started()
    return { served: false, problem: 'The dashboard could not be built: it is broken' }
  }
  const { code, out, err, links } = await up([], fails, { terminal: 100 })
  assert.equal(code, 0)
  assert.match(out, /Trellis is ready/)
  assert.match(err, /Building the dashboard …\n.*could not be built: it is broken\nStopping/)
  assert.equal(links, 0)
})

test('Ctrl-C during the build ends the build and the server', async () => {
  const slow = ({ signal }: DashboardBuild) =>
    new Promise<DashboardBuilt>(resolve => {
      signal.addEventListener('abort', () => resolve({ served: false, problem: null }))
    })
  const { code, err } = await up([], slow, { terminal: 100 })
  assert.deepEqual([code, err], [0, 'Stopping. Builds that run go on, and report to the next server.\n'])
})

test('dashboard prints a fresh link, and signs everybody out when asked to', async () => {
  await using fake = await startFakeServer()
  const asked: unknown[] = []
  fake.handlers.createSignInLink = () => ({ url: secret, expiresAt: '2026-11-22T10:00:00.000Z' })
  fake.handlers.endSession = ({ query }) => {
    asked.push(query)
    return undefined
  }
  const { code, out } = await runCli(['dashboard'], { url: fake.url })
  assert.equal(code, 0)
  assert.match(out, /^Open the dashboard: http:\/\/127\.0\.0\.1:1\/sign-in#one-time-code\n.*once, within ten minutes/)
  const json = (await runCli(['dashboard', '--json'], { url: fake.url })).json()
  assert.deepEqual(json, { url: secret, expiresAt: '2026-11-22T10:00:00.000Z' })
  assert.match((await runCli(['dashboard', '--sign-out'], { url: fake.url })).out, /Every browser is signed out/)
  assert.deepEqual(asked, [{ all: true }])
})
