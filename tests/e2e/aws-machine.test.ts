import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isFound, thief } from './hostile-builds.ts'
import { MachineScene } from './machine-scene.ts'
import type { RunnerApi } from './runner-api.ts'
import { Scene } from './runner-scene.ts'
import { RunnerStore } from './runner-store.ts'

const scene = new Scene()
const store = new RunnerStore()
let machines: MachineScene
before(async () => {
  machines = await MachineScene.start(scene)
  await store.listen()
})
after(async () => {
  await machines.close()
  store.close()
  await scene.close()
})

const commit = (settings: object, files: Record<string, string> = {}): string =>
  scene.commit({ 'trellis.yml': JSON.stringify({ test: false, ...settings }), ...files })

async function succeeded(api: RunnerApi): Promise<string[]> {
  assert.deepEqual(await api.finished(), { state: 'succeeded' }, api.lines.join('\n'))
  assert.equal(await machines.ended(), 0)
  return api.of('log').flatMap(({ stream, text }) => (stream === 'trellis' ? [] : [text]))
}

/** Reaches for whatever is not its own: what it gets hold of it prints. */
const reach = `
const fs = require('node:fs')
const own = process.getuid()
console.log('user', own)
const attempt = (what, work) => { try { work(); console.log('FOUND', what) } catch {} }
let others = 0
for (const pid of fs.readdirSync('/proc').filter(name => /^\\d+$/.test(name))) {
  let uid
  // Those that end meanwhile are nobody's.
  try { uid = Number(/^Uid:\\t(\\d+)/m.exec(fs.readFileSync('/proc/' + pid + '/status', 'utf8'))[1]) } catch { continue }
  if (uid === own) continue
  others++
  for (const one of ['environ', 'mem', 'maps', 'auxv']) {
    attempt(pid + ' ' + one, () => fs.readFileSync('/proc/' + pid + '/' + one))
  }
  for (const one of ['cwd', 'exe', 'root']) attempt(pid + ' ' + one, () => fs.readlinkSync('/proc/' + pid + '/' + one))
  attempt(pid + ' fd', () => fs.readdirSync('/proc/' + pid + '/fd'))
  for (const signal of [0, 'SIGUSR1', 'SIGTERM']) attempt(pid + ' ' + signal, () => process.kill(Number(pid), signal))
}
console.log('others', others)
const runner = '/tmp/trellis/runner/lib/runner.js'
for (const file of [runner, '/etc/passwd', '/usr/bin/git', '/tmp/trellis/work/artifact.tgz', '/tmp/trellis/work/scratch/x']) {
  attempt('a way to write ' + file, () => fs.appendFileSync(file, ' '))
}
attempt('the folder of the job', () => fs.readdirSync('/tmp/trellis/work'))
attempt('a way to replace the runner', () => fs.renameSync('/tmp/trellis/runner', '/tmp/trellis/other'))
attempt('root', () => process.setuid(0))
console.log(/NoNewPrivs:\\t1/.test(fs.readFileSync('/proc/self/status', 'utf8')) ? 'bounded' : 'FOUND new rights')
`

test('a hostile build on a build machine finds nothing of its supervisor, and cannot stop it', async () => {
  const secrets = { 'thief.sh': thief([], '/tmp/trellis/work'), 'reach.cjs': reach }
  const env = {
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/FOUND-credentials',
    ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/FOUND-metadata',
    AWS_SECRET_ACCESS_KEY: 'FOUND-the-credentials-of-the-machine',
  }
  const job = machines.job(commit({ build: 'sh ./thief.sh; node reach.cjs', deploy: 'true' }, secrets))
  const api = await machines.run(job, { env })
  const printed = await succeeded(api)
  // What engines leave to those who may get more rights, which these may not.
  assert.deepEqual(
    printed.filter(line => isFound(line) && !/CapBnd/.test(line)),
    [],
  )
  for (const line of ['looked', 'bounded', 'user 10000']) assert.ok(printed.includes(line), printed.join('\n'))
  const others = Number(/^others (\d+)$/m.exec(printed.join('\n'))?.[1])
  assert.ok(others >= 2, `it looked at ${others} processes of the supervisor's`)
  assert.match(api.lines.join('\n'), /^Isolation: a user of its own/m)
})

/** Machine code for Linux on x64, as base64: starts a thread that waits for ever, and ends its main thread alone. */
const headless =
  'f0VMRgIBAQAAAAAAAAAAAAIAPgABAAAAeABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAEAAOAABAAAAAAAAAAEAAAAFAAAAAAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAApQAAAAAAAAClAAAAAAAAAAAQAAAAAAAAuDgAAAC/AA8BAEiJ5jHSTTHSTTHADwWFwHUJuCIAAAAPBev3uDwAAAAx/w8F'
const startHeadless = `
const file = process.env.TMPDIR + '/headless'
require('node:fs').writeFileSync(file, Buffer.from('${headless}', 'base64'), { mode: 0o755 })
const { pid } = require('node:child_process').spawn('/usr/bin/setsid', [file], { env: {}, stdio: 'ignore' })
const look = () => /^State:\\tZ.*Threads:\\t2$/ms.test(require('node:fs').readFileSync('/proc/' + pid + '/status', 'utf8'))
while (!look()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
console.log('headless')
process.exit()
`

test('nothing of a step outlives it, though it leaves its session, sheds its environment or ends its main thread', async () => {
  const hides = process.arch === 'x64'
  const hidden = 'for n in 1 2 3; do (env -i /usr/bin/setsid /usr/bin/sleep 1000 &); done'
  // Of a dead one nothing is left but its state; one of several threads only looks like that.
  const count =
    'for p in /proc/[0-9]*; do { grep -q "^State:.Z" $p/status && grep -q "^Threads:.[01]$" $p/status; } || { grep -q "^Uid:.*10000" $p/status && cat $p/comm; }; done; true'
  const build = hides ? `${hidden}; node headless.cjs` : hidden
  const job = machines.job(commit({ build, deploy: count }, { 'headless.cjs': startHeadless }))
  const printed = await succeeded(await machines.run(job))
  assert.ok(printed.includes('sh') && !printed.includes('sleep'), printed.join('\n'))
  // Once from the one that started it, and no more.
  assert.equal(printed.filter(line => line === 'headless').length, hides ? 1 : 0, printed.join('\n'))
})

test('what a step needs is its own: the checkout, kept packages and folders, what one deployment leaves the next', async () => {
  const files = {
    'package.json': '{"name":"a","version":"1.0.0","dependencies":{"dep":"file:dep"}}',
    'package-lock.json': JSON.stringify({
      ...{ name: 'a', version: '1.0.0', lockfileVersion: 3, requires: true },
      packages: {
        '': { name: 'a', version: '1.0.0', dependencies: { dep: 'file:dep' } },
        dep: { name: 'dep', version: '1.0.0' },
        'node_modules/dep': { resolved: 'dep', link: true },
      },
    }),
    'dep/package.json': '{"name":"dep","version":"1.0.0"}',
    'out.json': '{"a":"1"}',
  }
  const settings = {
    build:
      'git status --short; echo x >>README; echo x >>node_modules/.package-lock.json; mkdir -p deep/kept; echo x >>deep/kept/rounds; wc -l <deep/kept/rounds; echo x >deep/new',
    deploy: 'echo x >$HOME/file; echo x >$TMPDIR/file',
    outputs: 'out.json',
    after_deploy: 'cat "$TRELLIS_OUTPUTS"',
    cache: ['deep/kept'],
  }
  const twice = commit(settings, files)
  for (const round of ['1', '2']) {
    const api = await machines.run(machines.job(twice), { store })
    const printed = await succeeded(api)
    assert.ok(
      printed.some(line => line.trim() === round),
      printed.join('\n'),
    )
    const install = api.of('phase-finished').find(({ phase }) => phase === 'install')
    assert.equal(install?.reason, round === '1' ? undefined : 'cache', api.lines.join('\n'))
  }
})

test('an app gets the values of its context that are too many for its environment', async () => {
  const app = `
const context = JSON.parse(require('node:fs').readFileSync(process.env.CONTEXT_OVERFLOW_LOCATION_ENV, 'utf8'))
console.log('user', process.getuid(), 'context', context.large.length)
process.exit(1)
`
  const files = {
    'cdk.json': '{"app":"node app.cjs"}',
    'app.cjs': app,
    'cdk.context.json': JSON.stringify({ large: 'x'.repeat(200_000) }),
  }
  const api = await machines.run(machines.job(commit({}, files)))
  const outcome = await api.finished()
  assert.equal(outcome.state === 'failed' && outcome.failure.code, 'synth_failed')
  assert.ok(api.lines.includes('user 10000 context 200000'), api.lines.join('\n'))
})

test('an app that stood by the CDK is torn down by what its private repository says by now as well', async () => {
  const naming = {
    mode: 'keep' as const,
    accountId: '000000000000',
    region: 'eu-central-1',
    stacks: [],
    fixedNames: [],
  }
  const removed = commit({ deploy: 'true', remove: 'id -u; echo "removed by hand"; exit 1' })
  const { repository, deployment } = machines.job(removed)
  const api = await machines.run(
    machines.job(removed, {
      naming,
      repository: { ...repository, authorized: true },
      deployment: { ...deployment, kind: 'teardown' },
    }),
  )
  const outcome = await api.finished()
  assert.equal(outcome.state === 'failed' && outcome.failure.code, 'remove_failed', api.lines.join('\n'))
  for (const line of ['10000', 'removed by hand']) assert.ok(api.lines.includes(line), api.lines.join('\n'))
  assert.equal(api.clones, 1)
})

test('an image that does not start as root builds all the same, and says what its builds can reach', async () => {
  const api = await machines.run(machines.job(commit({ deploy: 'true' })), { user: '1000:1000' })
  await succeeded(api)
  assert.match(api.lines.join('\n'), /^Isolation: process only \(.*the image does not start as root/m)
})
