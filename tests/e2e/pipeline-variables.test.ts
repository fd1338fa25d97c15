import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { LogLine } from '../../src/contract/log.ts'
import type { Variable } from '../../src/contract/variable.ts'
import { Scene } from '../support/pipeline/scene.ts'
import { textsBelow } from '../support/pipeline/texts-below.ts'
import { until } from '../support/pipeline/until.ts'

const place = ['shop', 'development'] as const
const secret = 'correct-horse-battery/staple+9'
const tester = 'only-for-the-tests-7781'
const base64 = (text: string) => Buffer.from(text).toString('base64')
let scene: Scene

before(async () => {
  scene = await Scene.start()
  await scene.addAccount()
  scene.repository.commit(files, 'Tell all')
  await scene.cli.json(['app', 'create', 'shop', '--repo', scene.repository.path, '--account', 'acme'])
  await scene.ended('shop', 'development', 1)
})
after(() => scene?.close())

/** Prints its variables in every way that people do by accident. */
const files = {
  'trellis.yml':
    'install: node tell.mjs install\ntest: node tell.mjs test\nbuild: node tell.mjs build\ndeploy: node tell.mjs deploy\n',
  'tell.mjs': `const step = process.argv[2]
const { SECRET = 'unset', ONLY_TEST = 'unset', LEVEL = 'unset', AWS_SECRET_ACCESS_KEY: key = 'unset' } = process.env
console.log(step, 'plain', SECRET)
console.log(step, 'base64', Buffer.from(SECRET).toString('base64'), Buffer.from('user:' + SECRET).toString('base64'))
console.log(step, 'url', encodeURIComponent(SECRET))
process.stdout.write(step + ' split ' + SECRET.slice(0, 7))
setTimeout(() => {
  process.stdout.write(SECRET.slice(7) + '\\n')
  console.log(step, 'only', ONLY_TEST)
  console.log(step, 'level', LEVEL)
  console.log(step, 'cloud', key === 'unset' ? 'none' : 'some', key)
}, 100)
`,
}

test('a secret is set from standard input and never shown again', async () => {
  await scene.cli.json(['variables', 'set', ...place, 'SECRET', '--stdin'], { input: `${secret}\n` })
  await scene.cli.json(['variables', 'set', ...place, `ONLY_TEST=${tester}`, '--steps', 'test'])
  await scene.cli.json(['variables', 'set', ...place, 'LEVEL=info', '--plain'])
  const variables = await scene.cli.json<Variable[]>(['variables', 'list', ...place])
  const shown = Object.fromEntries(variables.map(({ key, plain, value, steps }) => [key, { plain, value, steps }]))
  assert.deepEqual(shown, {
    LEVEL: { plain: true, value: 'info', steps: null },
    ONLY_TEST: { plain: false, value: null, steps: ['test'] },
    SECRET: { plain: false, value: null, steps: null },
  })
})

test('a short secret is warned about', async () => {
  const { warnings } = await scene.cli.json<{ warnings: string[] }>(['variables', 'set', ...place, 'PIN=1234'])
  assert.match(warnings.join(), /PIN/)
  await scene.cli.json(['variables', 'unset', ...place, 'PIN'])
})

test('a build sees its variables, and the log shows no secret in any form', async () => {
  await scene.cli.json(['deploy', ...place, '--follow'])
  const { lines } = await scene.cli.json<{ lines: LogLine[] }>(['logs', ...place])
  const log = lines.map(line => line.text).join('\n')
  const forms = [
    secret,
    base64(secret),
    base64(`user:${secret}`),
    encodeURIComponent(secret),
    tester,
    'the-secret-key-of-the-account',
  ]
  for (const form of forms) assert.ok(!log.includes(form), `the log shows ${form}`)
  for (const step of ['install', 'test', 'build', 'deploy']) {
    assert.match(log, new RegExp(`^${step} plain \\W+$`, 'm'), 'what was hidden leaves a mark')
    assert.match(log, new RegExp(`^${step} split \\W+$`, 'm'))
    assert.match(log, new RegExp(`^${step} level info$`, 'm'))
    assert.match(
      log,
      new RegExp(`^${step} cloud ${step === 'deploy' ? 'some' : 'none'} `, 'm'),
      'credentials only to deploy',
    )
    assert.equal(new RegExp(`^${step} only unset$`, 'm').test(log), step !== 'test', 'limited to its step')
  }
})

test('no secret stands in what the server says, or in its home', async () => {
  const { id } = await scene.ended('shop', 'development', 1)
  const said = JSON.stringify([
    await scene.cli.json(['status', 'shop']),
    await scene.cli.json(['history', 'shop']),
    await scene.cli.json(['account', 'list']),
    await scene.show('shop', 'development', 'latest'),
  ])
  // Its runner clears away after it told of the end.
  const left = () => ['work', 'records'].flatMap(name => readdirSync(join(scene.home, 'jobs', name)))
  await until('the runner to be gone', () => !left().some(name => name === id || name.startsWith(`${id}.`)))
  const files = await textsBelow(scene.home)
  for (const value of [secret, tester, 'the-secret-key-of-the-account']) {
    assert.ok(!said.includes(value))
    const holding = files.filter(([, text]) => text.includes(value))
    assert.deepEqual(
      holding.map(([path]) => path),
      [],
    )
  }
})
