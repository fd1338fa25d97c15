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
  const uid = Number(/^Uid:\\t(\\d+)/m.exec(fs.readFileSync('/proc/' + pid + '/status', 'utf8'))[1])
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

test('nothing of a step outlives it, though it leaves its session and sheds its environment', async () => {
  const hidden = 'for n in 1 2 3; do (env -i /usr/bin/setsid /usr/bin/sleep 1000 &); done'
  const count =
    'for p in /proc/[0-9]*; do grep -q "^State:.Z" $p/status || { grep -q "^Uid:.*10000" $p/status && cat $p/comm; }; done; true'
  const job = machines.job(commit({ build: hidden, deploy: count }))
  const printed = await succeeded(await machines.run(job))
  assert.ok(printed.includes('sh') && !printed.includes('sleep'), printed.join('\n'))
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

test('an image that does not start as root builds all the same, and says what its builds can reach', async () => {
  const api = await machines.run(machines.job(commit({ deploy: 'true' })), { user: '1000:1000' })
  await succeeded(api)
  assert.match(api.lines.join('\n'), /^Isolation: process only \(.*the image does not start as root/m)
})
