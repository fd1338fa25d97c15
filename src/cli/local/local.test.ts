import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { DetectedApp, Detection } from '../../contract/detect.ts'
import { aDetectedApp } from '../testing/detected-app.ts'
import { runCli } from '../testing/run-cli.ts'
import type { DemoOptions, Powers, ServeOptions } from '../world.ts'

const missing = () => Promise.reject(new Error('nobody shall ask for it'))

test('up starts a server in the home, greets, and stops when told to', async () => {
  let given: ServeOptions | null = null
  let closed = false
  const serve = async (options: ServeOptions) => {
    given = options
    const close = async () => {
      closed = true
    }
    return {
      url: 'http://127.0.0.1:1',
      home: options.home,
      isolation: 'process',
      warnings: ['No sandbox.'],
      signInLink: missing,
      lost: new Promise<never>(() => undefined),
      close,
    }
  }
  const interrupt = (press: () => void) => void setTimeout(press, 10)
  const builds = [
    '--isolation',
    'container',
    '--container-image',
    'mine',
    '--build-memory',
    '2g',
    '--build-cpus',
    '1.5',
  ]
  const words = [
    'up',
    '--port',
    '8080',
    '--builds',
    '4',
    '--poll',
    '30s',
    '--home',
    'here',
    '--no-dashboard',
    ...builds,
  ]
  const { code, out, err } = await runCli(words, { cwd: '/srv', powers: { serve }, interrupt })
  assert.deepEqual(given, {
    port: 8080,
    host: '127.0.0.1',
    home: '/srv/here',
    isolation: 'container',
    containerImage: 'mine',
    limits: { memory: 2 ** 31, cpus: 1.5, processes: undefined },
    builds: 4,
    pollEvery: 30_000,
    dashboard: false,
    quiet: false,
  })
  assert.equal(code, 0)
  assert.ok(closed)
  assert.match(out, /● Trellis is ready at http:\/\/127\.0\.0\.1:1/)
  assert.match(err, /No sandbox\.[\s\S]*Stopping/)
})

test('up closes a server that can go on no more, and ends as why tells', async () => {
  let closed = false
  const damaged = { code: 'database_unreadable', kind: 'unavailable', hint: 'Restore a backup.' }
  const serve = async ({ home }: ServeOptions) => ({
    ...{ url: 'http://127.0.0.1:1', home, isolation: 'process', warnings: [], signInLink: missing },
    lost: Promise.resolve(Object.assign(new Error('The database was cut short.'), damaged)),
    close: async () => {
      closed = true
    },
  })
  const { code, err } = await runCli(['up', '--no-dashboard'], { powers: { serve }, interrupt: () => undefined })
  assert.equal(code, 3)
  assert.ok(closed)
  assert.match(err, /✕ The database was cut short\.\n {2}Restore a backup\.\n$/)
})

test('what keeps the server from starting is judged by its kind', async () => {
  const inUse = Object.assign(new Error('Port 4400 is in use.'), {
    code: 'port_in_use',
    kind: 'conflict',
    hint: 'Use --port.',
  })
  const { code, err } = await runCli(['up'], { powers: { serve: () => Promise.reject(inUse) } })
  assert.equal(code, 4)
  assert.equal(err, '✕ Port 4400 is in use.\n  Use --port.\n')
})

test('doctor ends with 1 only when something is missing that Trellis cannot do without', async () => {
  const git = { name: 'git', ok: false, detail: 'Not found.', hint: 'Install git.' }
  const doctor = (optional: boolean) => async () => [
    { name: 'node', ok: true, detail: 'v24' },
    { ...git, optional },
  ]
  const needed = await runCli(['doctor'], { powers: { doctor: doctor(false) } })
  assert.equal(needed.code, 1)
  assert.match(needed.out, /● node +v24\n {2}✕ git +Not found\.\n +Install git\./)
  assert.equal((await runCli(['doctor'], { powers: { doctor: doctor(true) } })).code, 0)
})

const seeing =
  (found: Partial<Detection>, path = '.') =>
  async () => ({ root: '/', path, detection: { apps: [], ambiguous: [], leftOut: [], ...found } })

test('detect tells what it sees, why, and what it cannot tell apart', async () => {
  const app = aDetectedApp({ overrides: ['test: "make check"'] })
  const ambiguous = [{ path: 'api', frameworks: ['cdk' as const, 'sam' as const], why: 'both are there' }]
  const detect = async () => ({ root: '/', path: '.', detection: { apps: [app], ambiguous, leftOut: [] } })
  const { code, out } = await runCli(['detect', '/'], { powers: { detect } })
  assert.equal(code, 2)
  assert.match(out, /● \. {2}cdk\n[\s\S]*cdk\.json names an app[\s\S]*npm test[\s\S]*api {2}could be cdk or sam/)
  assert.match(out, /trellis\.yml +test: "make check"/)
  const looked = async (apps: DetectedApp[]) => runCli(['detect', '/'], { powers: { detect: seeing({ apps }) } })
  assert.equal((await looked([app, { ...app, supported: false }])).code, 0)
  const refused = await looked([{ ...app, path: 'api', framework: 'pulumi', supported: false, mend: 'Mend it.' }])
  assert.equal(refused.code, 2)
  assert.match(refused.out, /cannot deploy yet[\s\S]* {2}Mend it\.\n/)
  assert.doesNotMatch(refused.out, /trellis\.yml\n|write into/)
  const suggestion = 'deploy: |\n  pulumi up\n'
  const told = await looked([{ ...app, framework: 'pulumi', supported: false, suggestion }])
  assert.match(told.out, /into trellis\.yml\n {4}deploy: \|\n {6}pulumi up\n/)
  const unsure = await looked([{ ...app, supported: false, choice: 'framework: cdk\n' }])
  assert.match(unsure.out, /If it may be: write into trellis\.yml\n {4}framework: cdk\n/)
  const versions = await looked([
    {
      ...app,
      packageManagerVersion: { version: '9.1.0', source: 'packageManager of package.json' },
      node: { version: '22', source: '.nvmrc' },
      needs: ['a.ts builds an image, which needs an engine.'],
    },
  ])
  assert.match(versions.out, /Packages +npm 9\.1\.0 \(packageManager of package\.json\)\n +Node +22 \(\.nvmrc\)\n/)
  assert.match(versions.out, /! a\.ts builds an image, which needs an engine\./)
  assert.match((await looked([{ ...app, test: 'echo one\nfalse\n' }])).out, /Tests +echo one … \(2 lines\)\n/)
  assert.equal((await looked([])).code, 2)
  const unlocked = await looked([{ ...app, problem: 'package.json has no package-lock.json beside it.' }])
  assert.equal(unlocked.code, 2)
  assert.match(unlocked.out, /✕ \. {2}cdk[\s\S]*has no package-lock\.json/)
  assert.deepEqual((await runCli(['detect', '/', '--json'], { powers: { detect } })).json(), {
    root: '/',
    apps: [app],
    ambiguous,
    leftOut: [],
  })
})

test('detect groups many apps, and says how to see fewer of them in full', async () => {
  const at = (path: string, more: Partial<DetectedApp> = {}) => aDetectedApp({ path, ...more })
  const services = Array.from({ length: 24 }, (_, at) => `services/s${String(at).padStart(2, '0')}`)
  const apps = [
    ...services.map(path => at(path, path.endsWith('03') ? { needs: ['It needs a key.'] } : {})),
    ...['tools/a', 'tools/b'].map(path => at(path, { problem: `The workspace does not list ${path}.` })),
    at('infra', { framework: 'terraform', supported: false }),
  ]
  const { out, code } = await runCli(['detect', '/'], { cwd: '/', powers: { detect: seeing({ apps }) } })
  assert.equal(code, 0)
  assert.match(out, /^27 apps were found\.\n {2}In full those of a folder: trellis detect services\n/)
  assert.match(out, /● cdk: 24\n {2}services\/s00, .*services\/s09 and 14 more, below services \(14\)\n/)
  assert.match(out, /Of services\/s03 there is something to be said beforehand/)
  assert.match(
    out,
    /✕ cdk, a deployment would be refused: 2\n {2}tools\/a, tools\/b\n {2}The workspace does not list tools\/a\./,
  )
  assert.match(out, /✕ terraform, which Trellis cannot deploy yet: 1\n {2}infra\n/)
  const all = (await runCli(['detect', '/', '--json'], { powers: { detect: seeing({ apps }) } })).json()
  assert.equal((all as Detection).apps.length, 27)
})

test('detect names what it left out, how to choose it, and what will go wrong', async () => {
  const leftOut = [
    { path: 'sample', frameworks: ['cdk' as const], why: 'folder' as const },
    { path: 'gen/x', frameworks: ['sam' as const], why: 'placeholders' as const },
  ]
  const nothing = await runCli(['detect', '/'], {
    powers: { detect: seeing({ leftOut }) },
  })
  assert.equal(nothing.code, 2)
  assert.match(
    nothing.out,
    /Nothing in \/[\s\S]*Left out, .*examples or tests: sample \(cdk\)\n.*placeholders, as templates do: gen\/x \(sam\)\n.*trellis detect sample\n.*--path sample/,
  )
  const own = aDetectedApp({ framework: 'custom', packageManager: 'none', test: null, warning: 'No `remove:`.' })
  const warned = await runCli(['detect', '/'], {
    powers: { detect: seeing({ apps: [own] }) },
  })
  assert.equal(warned.code, 0)
  assert.match(warned.out, /▲|No `remove:`\./)
  const inside = await runCli(['detect', 'srv'], { cwd: '/', powers: { detect: seeing({ leftOut }, 'srv') } })
  const here = [{ path: 'srv', frameworks: ['cdk' as const], why: 'folder' as const }]
  const itself = await runCli(['detect', '/'], { cwd: '/srv', powers: { detect: seeing({ leftOut: here }) } })
  assert.match(itself.out, /trellis detect \.\n/)
  assert.match(inside.out, /^Looked at srv of the repository \/; paths count from there\.\n\n.*Nothing in \/srv looks/)
})

test('the demo prints each step with its time, and ends with 0 only if all hold', async () => {
  const demo =
    (ok: boolean) =>
    async ({ started, ended }: DemoOptions) => {
      const steps = [{ name: 'Push v1', ok, ms: 1234, detail: 'it answers v1' }]
      started('Push v1')
      for (const step of steps) ended(step)
      return steps
    }
  const good = await runCli(['demo'], { powers: { demo: demo(true) } })
  assert.equal(good.code, 0)
  assert.match(good.out, /● Push v1 +1\.2 s\n {2}it answers v1\n[\s\S]*All 1 steps hold/)
  const bad = await runCli(['demo', '--json'], { powers: { demo: demo(false) } })
  assert.equal(bad.code, 1)
  assert.deepEqual(bad.json(), { steps: [{ name: 'Push v1', ok: false, ms: 1234, detail: 'it answers v1' }] })
})

test('backup says where it lies, and what becomes of a lost key', async () => {
  const backUp: Powers['backUp'] = async ({ file, withKey }) => ({ file, bytes: 2_500_000, artifacts: 3, withKey })
  const words = ['backup', 'b.tgz', '--home', '/srv/home']
  const { code, out } = await runCli(words, { cwd: '/srv', powers: { backUp } })
  assert.equal(code, 0)
  assert.match(out, /\/srv\/b\.tgz {2}2\.4 MB, 3 artifacts/)
  assert.match(out, /The key is not in it: keep a copy of \/srv\/home\/key elsewhere\. Without it nobody opens/)
  const withKey = await runCli([...words, '--with-key', '--json'], { cwd: '/srv', powers: { backUp } })
  assert.deepEqual(withKey.json(), { file: '/srv/b.tgz', bytes: 2_500_000, artifacts: 3, withKey: true })
})

test('restore names the home, and hands on the key that was named', async t => {
  const cwd = mkdtempSync(join(tmpdir(), 'trellis-cli-'))
  t.after(() => rmSync(cwd, { recursive: true }))
  let asked: Parameters<Powers['restore']>[0] | undefined
  const restore: Powers['restore'] = async wish => {
    asked = wish
    return {
      home: wish.home,
      madeAt: '2026-01-01T00:00:00.000Z',
      trellis: '1.0.0',
      artifacts: 3,
      withdrawn: ['shop/production #7'],
      unknown: ['shop/staging #9'],
    }
  }
  const words = ['restore', 'b.tgz', '--key', 'k', '--home', '/srv/new']
  const run = () => runCli(words, { cwd, powers: { restore } })
  assert.equal((await run()).err, `✕ There is no file ${join(cwd, 'b.tgz')}.\n`)
  writeFileSync(join(cwd, 'b.tgz'), '')
  assert.equal((await run()).err, `✕ There is no key file ${join(cwd, 'k')}.\n`)
  assert.equal(asked, undefined)
  writeFileSync(join(cwd, 'k'), '')
  const { code, out } = await run()
  assert.equal(code, 0)
  assert.deepEqual(asked, { home: '/srv/new', file: join(cwd, 'b.tgz'), key: join(cwd, 'k') })
  assert.match(out, /\/srv\/new {2}as it was at 2026-01-01T00:00:00\.000Z, with 3 artifacts/)
  assert.match(out, /Cancelled, since they waited when the backup was made: shop\/production #7/)
  assert.match(out, /ran when the backup was made, and what became of them is not known: shop\/staging #9/)
})

test('a demo that is kept says how to push a change and see it deployed, until Ctrl-C', async () => {
  let press: () => void = () => undefined
  const place = {
    url: 'http://127.0.0.1:1',
    home: '/tmp/d/home',
    repository: '/tmp/d/hello',
    endpoint: 'http://127.0.0.1:2',
  }
  const demo = async ({ ended, keep }: DemoOptions) => {
    const steps = [{ name: 'Push v1', ok: true, ms: 1, detail: '' }]
    for (const step of steps) ended(step)
    const kept = keep?.(place)
    setImmediate(() => {
      press()
      press()
    })
    await kept
    return steps
  }
  const interrupt = (pressed: () => void) => {
    press = pressed
  }
  const { code, out, err } = await runCli(['demo', '--keep'], { powers: { demo }, interrupt })
  assert.equal(code, 0)
  assert.equal(err, 'Cleaning up …\n')
  assert.match(
    out,
    /cd \/tmp\/d\/hello\n[\s\S]*git commit -am[\s\S]*TRELLIS_HOME=\/tmp\/d\/home\n[\s\S]*trellis logs hello development --follow/,
  )
})

test('Ctrl-C ends a demo in the midst of a step, said once however often it comes', async () => {
  let press: () => void = () => undefined
  const demo = ({ signal }: DemoOptions) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      press()
      press()
    })
  const interrupt = (pressed: () => void) => {
    press = pressed
  }
  const { code, err, json } = await runCli(['demo', '--json'], { powers: { demo }, interrupt })
  assert.equal(code, 130)
  assert.equal(err, 'Stopping, and clearing everything away …\n')
  assert.deepEqual(json(), { steps: [] })
})
