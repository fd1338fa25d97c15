import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCli } from '../testing/run-cli.ts'
import type { ServeOptions } from '../world.ts'

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
