import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openApi } from '../../src/api/testing/api.ts'
import { type CliOptions, runCli } from '../../src/cli/testing/run-cli.ts'
import type { LoginStarted } from '../../src/contract/login.ts'
import { listen, urlOf } from '../../src/entry/listen.ts'

/** A server, and a command line of somebody who has nothing of it yet. */
async function open(t: TestContext) {
  const place = openApi()
  const { api, call } = place
  let onStarted = async (_: LoginStarted) => {}
  const serve = async (request: Request) => {
    const answer = await api.fetch(request, { incoming: { socket: {} } })
    if (!request.url.endsWith('/api/v1/login') || !answer.ok) return answer
    await onStarted((await answer.clone().json()) as LoginStarted)
    return answer
  }
  const server = await listen(serve, { host: '127.0.0.1', port: 0 })
  const home = mkdtempSync(join(tmpdir(), 'trellis-login-'))
  t.after(() => {
    server.closeAllConnections()
    server.close()
    rmSync(home, { recursive: true, force: true })
  })
  const url = urlOf(server, '127.0.0.1')
  const cli = (line: string, options: CliOptions = {}) =>
    runCli(line.split(' '), { env: { HOME: '/nowhere', TRELLIS_HOME: home }, ...options })
  const decide = (approve: boolean) => {
    onStarted = async ({ userCode }) => {
      const code = userCode.toLowerCase()
      await call(`/api/v1/login/${code}`, { method: 'POST', body: JSON.stringify({ approve }) })
    }
  }
  const onLogin = (told: () => void) => {
    onStarted = async () => told()
  }
  return { ...place, cli, url, home, decide, onLogin }
}

const kept = (home: string) => readdirSync(join(home, 'logins')).filter(name => name.endsWith('.json'))

test('a command line signs in by a code that somebody approves, is who they are, and signs out', async t => {
  const { cli, url, home, decide, ports } = await open(t)
  decide(true)
  const done = await cli(`login ${url}`)
  assert.equal(done.code, 0, done.err)
  assert.match(done.err, /\/approve and type [B-Z]{4}-[B-Z]{4}/)
  assert.match(done.out, new RegExp(`Signed in to ${url} as mia\\.`))
  const [file = ''] = kept(home)
  const path = join(home, 'logins', file)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  const { token } = JSON.parse(readFileSync(path, 'utf8'))
  assert.ok(!done.out.includes(token) && !done.err.includes(token))

  const who = await cli('whoami --json')
  assert.deepEqual(
    [(who.json() as { actor: object }).actor, (who.json() as { url: string }).url],
    [{ kind: 'user', name: 'mia' }, url],
  )
  assert.equal((await cli('app list')).code, 0)
  assert.equal((await ports.sessions.sessions(0)).length, 1)

  assert.equal((await cli('logout')).code, 0)
  assert.deepEqual(kept(home), [])
  assert.deepEqual(await ports.sessions.sessions(0), [])
  assert.equal((await cli('logout', { env: { HOME: '/nowhere', TRELLIS_HOME: home, TRELLIS_URL: url } })).code, 0)
  const after = await cli('app list', { env: { HOME: '/nowhere', TRELLIS_HOME: home, TRELLIS_URL: url } })
  assert.equal(after.code, 3)
  assert.match(after.err, /trellis login/)
})

test('one that is turned away says so and keeps nothing', async t => {
  const { cli, url, home, decide } = await open(t)
  decide(false)
  const { code, err } = await cli(`login ${url}`)
  assert.equal(code, 3)
  assert.match(err, /turned away/)
  assert.throws(() => kept(home), { code: 'ENOENT' })
})

test('Ctrl-C ends a login cleanly, before its first line and while it waits', async t => {
  const { cli, url, home, onLogin, ports } = await open(t)
  const early = await cli(`login ${url}`, { interrupt: press => queueMicrotask(press) })
  assert.deepEqual([early.code, early.out], [130, ''])
  assert.match(early.err, /Not signed in\./)
  const waiting = Promise.withResolvers<void>()
  onLogin(() => waiting.resolve())
  const late = await cli(`login ${url}`, { interrupt: press => void waiting.promise.then(press) })
  assert.deepEqual([late.code, late.out], [130, ''])
  assert.throws(() => kept(home), { code: 'ENOENT' })
  assert.deepEqual(await ports.sessions.sessions(0), [])
})

test('members, tokens, sign-in and sessions are set on the command line as in the API', async t => {
  const { cli, url, call } = await open(t)
  const withToken = { env: { HOME: '/nowhere', TRELLIS_URL: url, TRELLIS_TOKEN: 'the-right-token' } }
  const run = async (line: string) => {
    const result = await cli(`${line} --json`, withToken)
    assert.equal(result.code, 0, result.err || result.out)
    return result.json()
  }
  assert.deepEqual(
    (await run('member set Leo deployer')) && (await run('member list')),
    await (await call('/api/v1/members')).json(),
  )
  assert.match(JSON.stringify(await run('sign-in allow @leo --role deployer')), /@leo/)
  assert.deepEqual(await run('sign-in disallow @leo'), [])
  const made = (await run('token create ci --actions deploy,read --expires 30d')) as { token: string }
  assert.match(made.token, /^trellis_/)
  const [listed] = (await run('token list')) as { name: string; lastUsedAt: null }[]
  assert.deepEqual([listed?.name, listed?.lastUsedAt], ['ci', null])
  const shown = await cli('whoami', { env: { ...withToken.env, TRELLIS_TOKEN: made.token } })
  assert.match(shown.out, /a token for deploy, read on every app, within: admin of the server/)
  await run('token revoke ci')
  assert.deepEqual(await run('session list --all'), [])
  await run('member remove leo')
  assert.equal((await cli('member set mia viewer', withToken)).code, 4)
  assert.equal((await cli('token create x --actions fly', withToken)).code, 2)
  const lasting = (await run('token create prometheus --actions read --expires never')) as { expiresAt: unknown }
  assert.equal(lasting.expiresAt, null)
})
