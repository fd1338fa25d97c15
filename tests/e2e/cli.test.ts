import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { FakeCloud } from '../support/pipeline/fake-cloud.ts'
import { CliScene } from './cli-scene.ts'

const scene = new CliScene()
const cloud = await FakeCloud.start()
after(async () => {
  await scene.close()
  await cloud.stop()
})
const trellis = (line: string, stdin?: string) => scene.run(line.split(' '), stdin === undefined ? {} : { stdin })

const app = `test: test ! -e broken
deploy: |
  echo "deploying to $TRELLIS_ENVIRONMENT with $GREETING"
  if [ -e slow ]; then sleep 60; fi
  echo '{"Url":"https://'$TRELLIS_ENVIRONMENT'.example"}' > out.json
outputs: out.json
remove: echo gone
`
let commit = ''

before(async () => {
  commit = scene.commit({ 'trellis.yml': app }, 'Say hello')
  const { home, isolation } = await scene.up()
  assert.deepEqual([home, isolation], [scene.home, 'process'])
  const added = await trellis(
    `account add fake --region us-east-1 --endpoint-url ${cloud.endpoint} --keys-from-stdin`,
    'demo demo-secret-key',
  )
  assert.equal(added.code, 0, added.err)
})

test('the token of the home opens the server, and only its owner can read it', async () => {
  assert.equal(statSync(join(scene.home, 'token')).mode & 0o777, 0o600)
  assert.equal(
    JSON.parse(readFileSync(join(scene.home, 'server.json'), 'utf8')).url.startsWith('http://127.0.0.1:'),
    true,
  )
  assert.deepEqual((await trellis('app list --json')).json(), [])
})

test('a second server in the same home is a conflict', async () => {
  const second = await trellis('up --port 0 --json')
  assert.equal(second.code, 4, second.err)
  assert.deepEqual(Object.keys(second.json().error as object), ['code', 'message', 'hint'])
})

test('detect needs no server, and tells what it sees', async () => {
  const { code, json } = await trellis('detect --json')
  assert.equal(code, 0)
  assert.equal(json<{ apps: { framework: string }[] }>().apps[0]?.framework, 'custom')
})

test('a repository is connected from where one stands, and its head goes to development', async () => {
  const created = await trellis('app create hello --repo . --account fake')
  assert.equal(created.code, 0, created.err)
  assert.match(created.out, /development \(follows main\) → staging → production \(protected\)/)
  const log = await trellis('logs hello development --follow --json')
  const lines = log.out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { seq: number; text: string })
  assert.deepEqual(
    lines.map(line => line.seq),
    lines.map((_, i) => i + 1),
  )
  assert.ok(
    lines.some(line => line.text.startsWith('deploying to development')),
    log.out,
  )
  assert.equal(log.code, 0)
})

test('status has the fields that scripts read', async () => {
  const { app, environments } = (await trellis('status hello --json')).json<{
    app: string
    environments: { name: string; status: string; live: { number: number; commit: string } | null; outputs: object }[]
  }>()
  assert.equal(app, 'hello')
  const [development, staging] = environments
  assert.deepEqual([development?.status, development?.live?.number, development?.live?.commit], ['deployed', 1, commit])
  assert.deepEqual(development?.outputs, { hello: { Url: 'https://development.example' } })
  assert.deepEqual([staging?.status, staging?.live], ['empty', null])
})

test('variables are secret unless they are plain', async () => {
  const set = await trellis('variables set hello staging GREETING --stdin', 'hello-there\n')
  assert.equal(set.code, 0, set.err)
  assert.match((await trellis('variables list hello staging')).out, /GREETING +•••••• secret/)
})

test('promote --follow shows the log, redacted, and what stands now', async () => {
  const { code, out, err } = await trellis('promote hello development --follow')
  assert.equal(code, 0, err + out)
  assert.match(out, /deploying to staging with \*\*\*/)
  assert.match(out, /● Deployed {2}hello\/staging #1 .*Say hello[\s\S]*hello\.Url +https:\/\/staging\.example/)
})

test('what is refused leads to the exit codes of interfaces.md', async () => {
  const cases: [string, number, string][] = [
    ['deploy hello production', 4, 'environment_protected'],
    ['rollback hello staging', 4, 'nothing_to_roll_back_to'],
    ['promote hello production', 4, 'no_next_environment'],
    ['cancel hello development', 4, 'nothing_to_cancel'],
    ['app create hello --repo .', 4, 'already_exists'],
    ['teardown hello staging', 2, 'confirmation_required'],
    ['status nope', 2, 'app_not_found'],
    ['logs hello nope', 2, 'environment_not_found'],
    ['deploy hello development --branch nope', 2, 'branch_not_found'],
    [`deploy hello development --commit ${'0'.repeat(40)}`, 2, 'commit_not_found'],
    [`explain hello abc`, 2, 'invalid_commit'],
    [`explain hello 0000000`, 2, 'commit_not_found'],
  ]
  for (const [line, code, name] of cases) {
    const ran = await trellis(`${line} --json`)
    assert.deepEqual([ran.code, ran.json<{ error: { code: string } }>().error.code], [code, name], line)
  }
})
