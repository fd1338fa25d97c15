import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { type Handlers, type Request, refusal, startFakeServer } from '../client/testing/fake-server.ts'
import { aDeployment, aStatus, commit, lines } from '../client/testing/samples.ts'
import type { RouteName } from '../contract/routes.ts'
import { runCli } from './testing/run-cli.ts'

const fake = await startFakeServer()
after(() => fake[Symbol.asyncDispose]())
const { url } = fake
const base = fake.handlers
let asked: Request | null = null
beforeEach(() => {
  fake.handlers = { ...base }
  asked = null
})

/** Answers one route, and keeps what it was asked. */
function answer<N extends RouteName>(name: N, handler: NonNullable<Handlers[N]>): void {
  const keeping = (request: Request) => {
    asked = request
    return handler(request)
  }
  fake.handlers[name] = keeping as Handlers[N]
}
const cli = (line: string, options = {}) => runCli(line.split(' '), { url, ...options })

test('wrong usage ends with 2, says what is wrong, and how to go on', async () => {
  const cases: [string, RegExp, RegExp][] = [
    ['stauts', /Unknown command 'stauts'/, /Did you mean status\?/],
    ['destroy', /Unknown command/, /Did you mean teardown\?/],
    ['app crate x', /Unknown command 'crate'/, /Did you mean create\?.*trellis app --help/],
    ['app create', /Required option '--repo|Missing required argument 'name'/, /trellis app create --help/],
    ['app', /Say what to do: trellis app create/, /trellis app --help/],
    ['status a b', /Too many arguments/, /trellis status --help/],
    ['deploy hello dev --folow', /Unknown option '--folow'/, /Did you mean --follow\?/],
    ['deploy hello dev --commit a1b', /not a full commit id/, /git rev-parse a1b/],
    [`deploy hello dev --branch x --commit ${commit}`, /cannot be used with/, /--help/],
    ['environment set hello dev', /Nothing to change/, /--help/],
    ['environment set hello dev --tests maybe', /on or off/, /--help/],
    ['environment set hello dev --timeout 3d', /60m or 2h/, /--help/],
    ['environment set hello dev --stack-names pre', /Allowed choices are auto, keep, prefix/, /--help/],
    ['logs hello dev latest', /such as 31/, /--help/],
    ['teardown hello dev', /Nothing was done/, /trellis teardown hello dev --yes/],
    ['variables set hello dev TOKEN', /has no value/, /--stdin/],
    ['variables set hello dev A=1 B=2 --stdin', /one variable/, /themselves/],
    ['variables set hello dev AB=1 --steps lunch', /install, test, build, deploy/, /--help/],
    ['account add acme', /--region/, /--help/],
    ['account add acme --region eu-west-1 --profile a --role-arn b', /cannot be used with/, /--help/],
    ['status Hello', /not a valid app/, /^$/],
    ['up --port 99999', /from 0 to 65535/, /--help/],
    ['detect /not/there', /There is no folder/, /working tree/],
  ]
  for (const [line, message, hint] of cases) {
    const human = await cli(line)
    assert.equal(human.code, 2, line)
    assert.match(human.err, /^✕ /m, line)
    assert.equal(human.out, '', line)
    const { error } = (await cli(`${line} --json`)).json() as { error: { message: string; hint?: string } }
    assert.match(error.message, message, line)
    assert.match(error.hint ?? '', hint, line)
  }
})

test('help is a result, with examples, and knows every command', async () => {
  const { code, out } = await cli('--help')
  assert.equal(code, 0)
  for (const word of ['up', 'demo', 'doctor', 'status', 'rollback', 'Exit codes']) assert.match(out, new RegExp(word))
  assert.match((await cli('rollback --help')).out, /Examples:\n {2}trellis rollback hello production --follow/)
  assert.equal((await cli('--version')).out, '1.2.3\n')
  assert.equal((await runCli([])).code, 0)
})

test('refusals of the server keep their words, and lead to the exit codes of interfaces.md', async () => {
  const cases = [
    [404, 'app_not_found', 2],
    [401, 'not_signed_in', 3],
    [429, 'too_many_attempts', 3],
    [409, 'environment_protected', 4],
    [503, 'credentials_missing', 3],
    [500, 'internal', 1],
  ] as const
  for (const [status, code, exit] of cases) {
    answer('deploy', () => {
      throw refusal(status, code, 'It cannot be.', 'Do this.')
    })
    const result = await cli('deploy hello production --json')
    assert.equal(result.code, exit, code)
    assert.equal((result.json() as { error: { code: string } }).error.code, code)
  }
  const human = await cli('deploy hello production')
  assert.equal(human.err, '✕ It cannot be.\n  Do this.\n')
})

test('no server, and no token, are told with what to do', async () => {
  const gone = await runCli(['status'], { env: { TRELLIS_URL: 'http://127.0.0.1:1' } })
  assert.equal(gone.code, 3)
  assert.match(gone.err, /No Trellis server answers at http:\/\/127\.0\.0\.1:1\.\n.*trellis up/)
  answer('listApps', () => {
    throw refusal(401, 'not_signed_in', 'A token is needed.')
  })
  const stranger = await runCli(['status'], { env: { TRELLIS_URL: url, TRELLIS_HOME: '/not/there' } })
  assert.match(stranger.err, /There is no token in \/not\/there\/token/)
})

test('--json may stand anywhere, and prints exactly one document', async () => {
  const status = { app: 'hello', repository: '/r', sourceProblem: null, environments: [aStatus()] }
  answer('appStatus', () => status)
  for (const line of ['status hello --json', '--json status hello', 'status --json hello']) {
    const result = await cli(line)
    assert.deepEqual(result.json(), status)
    assert.equal(result.err, '')
  }
})

test('status without an app shows all', async () => {
  answer('listApps', () => [])
  assert.match((await cli('status')).out, /No apps yet.*app create/)
  assert.deepEqual((await cli('status --json')).json(), { apps: [] })
})

test('a deployment that waits says behind what, and is no error', async () => {
  answer('deploy', () =>
    aDeployment({ state: 'queued', number: 7, behind: 'staging #6, which runs there', startedAt: null }),
  )
  const result = await cli('deploy hello staging --branch release')
  assert.equal(result.code, 0)
  assert.match(result.out, /Queued as #7 behind staging #6, which runs there\./)
  assert.deepEqual(asked?.body, { branch: 'release' })
})

test('promote, rollback and teardown send what was asked for', async () => {
  answer('promote', () => aDeployment())
  await cli('promote hello development --to production')
  assert.deepEqual([asked?.params, asked?.body], [{ app: 'hello', environment: 'development' }, { to: 'production' }])
  answer('rollback', () => aDeployment())
  await cli('rollback hello production --to #11')
  assert.deepEqual(asked?.body, { to: 11 })
  answer('teardown', () => aDeployment({ kind: 'teardown' }))
  await cli('teardown hello staging --yes --delete-retained')
  assert.deepEqual(asked?.body, { confirm: 'staging', deleteRetained: true })
})

test('environment set changes only what was given; --no-… takes away', async () => {
  const environment = { ...aStatus(), app: 'hello', position: 0, region: null, tests: true, testCommand: null }
  answer('setEnvironment', () => ({ ...environment, timeoutMinutes: 60, stackNames: 'auto' }))
  const cases: [string, object][] = [
    ['--no-branch', { branch: null }],
    ['--branch main --tests off --timeout 2h', { branch: 'main', tests: false, timeoutMinutes: 120 }],
    ['--protected --stack-names prefix', { protected: true, stackNames: 'prefix' }],
    [
      '--no-protected --no-account --no-region --no-test-command',
      { protected: false, account: null, region: null, testCommand: null },
    ],
  ]
  for (const [options, body] of cases) {
    assert.equal((await cli(`environment set hello development ${options}`)).code, 0)
    assert.deepEqual(asked?.body, body)
  }
})

test('secrets: the value from standard input, warnings on standard error, nothing shown', async () => {
  const saved = { key: 'TOKEN', plain: false, value: null, steps: null, updatedAt: '2026-11-22T10:00:00.000Z' }
  answer('setVariables', () => ({ variables: [saved], warnings: ['TOKEN is short.'] }))
  const piped = await cli('variables set hello staging TOKEN --stdin', { stdin: 'a b\n' })
  assert.deepEqual(asked?.body, [{ key: 'TOKEN', value: 'a b', plain: false }])
  assert.match(piped.err, /TOKEN is short/)
  assert.doesNotMatch(piped.err, /history/)
  const typed = await cli('variables set hello staging TOKEN=hush --steps install,deploy')
  assert.match(typed.err, /shell's history/)
  assert.doesNotMatch(typed.out + typed.err, /hush/)
  assert.deepEqual(asked?.body, [{ key: 'TOKEN', value: 'hush', plain: false, steps: ['install', 'deploy'] }])
})

test('keys of an account come from standard input', async () => {
  answer('addAccount', () => ({
    name: 'acme',
    region: 'eu-west-1',
    endpointUrl: null,
    credentials: { kind: 'keys', accessKeyId: 'AKIA1' },
  }))
  const result = await cli('account add acme --region eu-west-1 --keys-from-stdin', { stdin: 'AKIA1 hush\n' })
  assert.equal(result.code, 0)
  assert.deepEqual(asked?.body, {
    name: 'acme',
    region: 'eu-west-1',
    credentials: { kind: 'keys', accessKeyId: 'AKIA1', secretAccessKey: 'hush' },
  })
  assert.doesNotMatch(result.out + result.err, /hush/)
})

test('the log is the only thing on standard output, page after page', async () => {
  const all = lines(1, 12)
  answer('showDeployment', () =>
    aDeployment({ state: 'succeeded', lastSeq: 12, finishedAt: '2026-11-22T10:00:38.000Z' }),
  )
  answer('readLog', ({ query }) => {
    const page = all.filter(line => line.seq >= Number(query.from)).slice(0, 5)
    return { lines: page, next: (page.at(-1)?.seq ?? Number(query.from) - 1) + 1 }
  })
  const human = await cli('logs hello staging')
  assert.equal(human.out.trimEnd().split('\n').length, 13)
  assert.match(human.err, /● Deployed {2}hello\/staging #31/)
  assert.deepEqual((await cli('logs hello staging 31 --from 3 --json')).json(), { lines: all.slice(2), next: 13 })
  assert.match((await cli('logs hello staging --from 99')).err, /Line 99 is not there yet: the newest is 12/)
})
