import assert from 'node:assert/strict'
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
  echo "deploying $(cat version)"
  if grep -q slow version; then sleep 120; fi
remove: echo gone
`

before(async () => {
  scene.commit({ 'trellis.yml': app, version: 'one' }, 'Say hello')
  await scene.up()
  await trellis(
    `account add fake --region us-east-1 --endpoint-url ${cloud.endpoint} --keys-from-stdin`,
    'demo demo-secret-key',
  )
  await trellis('app create hello --repo . --account fake --environments dev,live')
  await trellis('environment set hello dev --no-branch')
  await trellis('logs hello dev --follow')
})

test('a failing test ends with 1, and the failure is explained', async () => {
  const commit = scene.commit({ broken: '' }, 'Break it')
  const { code, json, err } = await trellis(`deploy hello dev --commit ${commit} --follow --json`)
  assert.equal(code, 1)
  const deployment = json<{ state: string; failure: { code: string; phase: string } }>()
  assert.deepEqual([deployment.state, deployment.failure.phase], ['failed', 'test'], err)
  assert.match((await trellis(`explain hello ${commit.slice(0, 10)}`)).out, /○ dev +#2 .*failed/)
  scene.git('rm', '-q', 'broken')
})

test('Ctrl-C while following leaves the deployment alone; a second one waits; cancel frees the way', async () => {
  scene.commit({ version: 'slow' }, 'Take long')
  let told = false
  const followed = await scene.run(['deploy', 'hello', 'dev', '--branch', 'main', '--follow'], {
    onOutput: (out, child) => {
      // Once: a second one would end it the hard way, whatever else it has to say.
      if (!told && /deploying slow/.test(out)) told = child.kill('SIGINT')
    },
  })
  assert.equal(followed.code, 130, followed.err + followed.out)
  assert.match(followed.err, /hello\/dev #3 goes on without you/)
  scene.commit({ version: 'two' }, 'Hurry')
  const waiting = await trellis('deploy hello dev --branch main')
  assert.equal(waiting.code, 0)
  assert.match(waiting.out, /Queued as #4 behind dev #3, which runs there\./)
  assert.match((await trellis('status hello')).out, /◐ Deploying[\s\S]*queued for dev: #4|#4/)
  assert.match((await trellis('cancel hello dev')).out, /Cancelling hello\/dev #3/)
  assert.equal((await trellis('logs hello dev 4 --follow')).code, 0)
  assert.match(
    (await trellis('history hello dev')).out,
    /#4 +● Deployed[\s\S]*#3 +○ Cancelled[\s\S]*#2 +✕ Failed in test/,
  )
})

test('a server that is killed while somebody follows comes back, and no line is lost or told twice', async () => {
  scene.commit(
    {
      'trellis.yml': app.replace('  if grep', '  for i in $(seq 1 40); do echo "tick $i"; sleep 0.2; done\n  if grep'),
    },
    'Tick',
  )
  let restarted: Promise<unknown> | null = null
  const followed = await scene.run(['deploy', 'hello', 'dev', '--branch', 'main', '--follow'], {
    onOutput: out => {
      if (/tick 5/.test(out)) restarted ??= scene.restart()
    },
  })
  await restarted
  assert.equal(followed.code, 0, followed.err + followed.out)
  const ticks = [...followed.out.matchAll(/tick (\d+)$/gm)].map(match => Number(match[1]))
  assert.deepEqual(
    ticks,
    Array.from({ length: 40 }, (_, i) => i + 1),
  )
  assert.match(followed.err, /does not answer; trying again[\s\S]*Connected again/)
})

test('rollback returns to what ran before; teardown removes it all, and the app can be forgotten', async () => {
  const back = await trellis('rollback hello dev --follow')
  assert.equal(back.code, 0, back.err + back.out)
  assert.match(back.out, /deploying two/)
  const down = await trellis('teardown hello dev --yes --follow')
  assert.equal(down.code, 0, down.err + down.out)
  assert.match(down.out, /● Removed {2}hello\/dev/)
  assert.equal((await trellis('app delete hello --yes')).code, 0)
  assert.equal(await scene.down(), 0)
})
