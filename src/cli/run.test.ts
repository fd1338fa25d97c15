import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { refusal, startFakeServer } from '../client/testing/fake-server.ts'
import { commit } from '../client/testing/samples.ts'
import { runCli } from './testing/run-cli.ts'

const fake = await startFakeServer()
after(() => fake[Symbol.asyncDispose]())
const { url } = fake
const cli = (line: string, options = {}) => runCli(line.split(' '), { url, ...options })

test('wrong usage ends with 2, says what is wrong, and how to go on', async () => {
  const cases: [string, RegExp, RegExp][] = [
    ['stauts', /Unknown command 'stauts'/, /Did you mean status\?/],
    ['destroy', /Unknown command/, /Did you mean teardown\?/],
    ['app crate x', /Unknown command 'crate'/, /Did you mean create\?.*trellis app --help/],
    ['app create', /^<name> and --repo <url\|path> are missing\.$/, /trellis app create --help/],
    ['variables remove hello dev A', /Unknown command 'remove'/, /Did you mean unset\?/],
    ['account delete acme', /Unknown command 'delete'/, /Did you mean remove\?/],
    ['app remove hello', /Unknown command 'remove'/, /Did you mean delete\?/],
    ['app', /Say what to do: trellis app create/, /trellis app --help/],
    ['status a b', /Too many arguments/, /trellis status --help/],
    ['deploy hello dev --folow', /Unknown option '--folow'/, /Did you mean --follow\?/],
    ['deploy hello dev --commit a1b', /not a commit id/, /git rev-parse a1b`/],
    ['explain hello release', /not a commit id/, /git rev-parse release`/],
    [`deploy hello dev --branch x --commit ${commit}`, /cannot be used with/, /--help/],
    ['environment set hello dev', /Nothing to change/, /--help/],
    ['environment set hello dev --tests maybe', /on or off/, /--help/],
    ['environment set hello dev --timeout 3d', /60m or 2h/, /--help/],
    ['environment set hello dev --stack-names pre', /Allowed choices are auto, keep, prefix/, /--help/],
    ['logs hello dev latest', /such as 31/, /--help/],
    ['teardown hello dev', /Nothing was done/, /trellis teardown hello dev --yes/],
    ['variables set hello dev TOKEN', /has no value/, /--stdin/],
    ['variables set hello dev A=1 B=2 --stdin', /one variable/, /themselves/],
    [
      `variables set hello dev BIG=${'x'.repeat(65_537)}`,
      /^The value of BIG must have at most 65536 characters\.$/,
      /^$/,
    ],
    ['variables set hello dev AB=1 --steps lunch', /install, test, build, deploy/, /--help/],
    ['account add acme', /--region/, /--help/],
    ['account add a1 --region eu-west-1 --role-arn x', /^--role-arn "x" is not the ARN of a role, such as/, /^$/],
    ['account set a1 --role-arn x', /^--role-arn "x" is not the ARN of a role/, /^$/],
    ['account add a1 --region eu-west-1 --endpoint-url x', /^--endpoint-url "x" must be a web address/, /^$/],
    ['account add a1 --region moon', /^--region "moon" is not an AWS region/, /^$/],
    ['app create a1 --repo /x --environments dev,A', /^--environments "A" must be 2 to 40 characters/, /^$/],
    ['app create A1 --repo /x', /^The name "A1" must be 2 to 40 characters/, /^$/],
    ['app set a1 --path ../x', /^--path "\.\.\/x" must be a folder inside the repository\.$/, /^$/],
    ['environment set a1 dev --branch a..b:c', /^--branch "a\.\.b:c" is not a valid branch name\.$/, /^$/],
    ['account add', /^<name> and --region <region> are missing\.$/, /--help/],
    ['deploy', /^<app> and <environment> are missing\.$/, /--help/],
    [
      'account add acme --region eu-west-1 --profile a --role-arn arn:aws:iam::123456789012:role/t',
      /cannot be used with/,
      /--help/,
    ],
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
  for (const line of ['history --help', 'status --help']) {
    assert.match((await cli(line)).out, /full ids? of\s+commits/i, line)
  }
  for (const line of ['deploy --help', 'explain --help']) assert.match((await cli(line)).out, /first\s+digits/, line)
  assert.match((await cli('deploy --help')).out, /--branch <branch>\s+Its head \(default: [^)]*the\s+default\s+branch/)
  assert.equal((await cli('--version')).out, '1.2.3\n')
  assert.equal((await runCli([])).code, 0)
})

test('refusals of the server keep their words, and lead to the exit codes of interfaces.md', async () => {
  const cases = [
    [404, 'app_not_found', 2],
    [401, 'not_signed_in', 3],
    [429, 'too_many_attempts', 3],
    [409, 'environment_protected', 4],
    [424, 'credentials_missing', 3],
    [503, 'disk_full', 3],
    [500, 'internal', 1],
  ] as const
  for (const [status, code, exit] of cases) {
    fake.handlers.deploy = () => {
      throw refusal(status, code, 'It cannot be.', 'Do this.')
    }
    const result = await cli('deploy hello production --json')
    assert.equal(result.code, exit, code)
    assert.equal((result.json() as { error: { code: string } }).error.code, code)
  }
  const human = await cli('deploy hello production')
  assert.equal(human.err, '✕ It cannot be.\n  Do this.\n')
})

test('a server that is away is named by the address that was tried, and by what named that', async () => {
  const home = mkdtempSync(join(tmpdir(), 'trellis-away-'))
  after(() => rmSync(home, { recursive: true }))
  const told = async (env: Record<string, string>) => (await runCli(['status'], { env })).err.replaceAll(/\s+/g, ' ')
  // As a server leaves it behind that was killed.
  writeFileSync(join(home, 'server.json'), '{"url":"http://127.0.0.1:2","pid":1}')
  assert.match(
    await told({ TRELLIS_HOME: home }),
    /No Trellis server answers at http:\/\/127\.0\.0\.1:2\. A server of .*trellis-away-\S* answered there last.*trellis up.*TRELLIS_URL/,
  )
  assert.match(
    await told({ TRELLIS_HOME: home, TRELLIS_URL: 'http://127.0.0.1:1' }),
    /answers at http:\/\/127\.0\.0\.1:1\. TRELLIS_URL names this address.*trellis up/,
  )
  const login = await runCli(['login', 'http://127.0.0.1:1'], { env: { TRELLIS_HOME: home } })
  assert.match(login.err, /answers at http:\/\/127\.0\.0\.1:1\.\n.*Is that its address/)
})

test('no server, and no token, are told with what to do', async () => {
  const gone = await runCli(['status'], { env: { TRELLIS_URL: 'http://127.0.0.1:1' } })
  assert.equal(gone.code, 3)
  assert.match(gone.err, /No Trellis server answers at http:\/\/127\.0\.0\.1:1\.\n.*trellis up/)
  fake.handlers.serverStatus = () => {
    throw refusal(401, 'not_signed_in', 'A token is needed.')
  }
  const stranger = await runCli(['status'], { env: { TRELLIS_URL: url, TRELLIS_HOME: '/not/there' } })
  assert.match(stranger.err, /There is no token in \/not\/there\/token/)
  const revoked = await runCli(['status'], { env: { TRELLIS_URL: url, TRELLIS_TOKEN: 'trellis_old' } })
  assert.match(revoked.err, /TRELLIS_TOKEN has ended, was revoked, or is of another server/)
})
