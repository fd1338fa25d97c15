import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startMinistack } from '../../src/emulator/ministack.ts'
import { cdkJson, fails, lockfile, only, packageJson } from '../support/pipeline/failing.ts'
import { Scene } from '../support/pipeline/scene.ts'

let scene: Scene

// Nothing deploys by itself, and nothing stands before the last test: an environment that stands keeps its account.
before(async () => {
  scene = await Scene.start()
  const nowhere = await scene.cli.refusal(['app', 'create', 'shop', '--repo', scene.repository.path])
  assert.deepEqual([nowhere.code, nowhere.error.code], [2, 'account_not_found'])
  assert.match(nowhere.error.hint ?? '', /trellis account add/)
  await scene.addAccount()
  await scene.cli.json(['app', 'create', 'shop', '--repo', scene.repository.path])
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--no-branch'])
})
after(() => scene?.close())

const accounts: Readonly<Record<string, readonly [string, string, ...RegExp[]]>> = {
  wrong: ['AKIAWRONG', 'credentials_invalid', /account wrong/, /account set/],
  expired: ['AKIAEXPIRED', 'credentials_expired', /account expired/, /Sign in again/],
}
for (const [name, [key, code, ...names]] of Object.entries(accounts)) {
  test(`${name} credentials: the account is refused, and a deployment to it fails at once, as ${code}`, async () => {
    const keys = `${key} the-secret-key-of-the-account`
    const args = ['account', 'add', name, '--region', 'eu-central-1', '--endpoint-url', scene.cloud.endpoint]
    const refusal = await scene.cli.refusal([...args, '--keys-from-stdin'], keys)
    assert.deepEqual([refusal.code, refusal.error.code], [3, code])
    assert.match(refusal.error.hint ?? '', /Nothing was added/)
    await scene.cli.json([...args, '--keys-from-stdin', '--no-verify'], { input: keys })
    // In use, and nobody knows whose it was: credentials that do not work are refused all the same.
    await scene.cli.json(['environment', 'set', 'shop', 'development', '--account', name])
    const set = await scene.cli.refusal(['account', 'set', name, '--keys-from-stdin'], keys)
    assert.deepEqual([set.code, set.error.code], [3, code])
    assert.match(set.error.hint ?? '', /Nothing was changed/)
    await fails(scene, 'shop/development', scene.push({ version: name }), code, ...names)
  })
}

test('a cloud that cannot be reached is said', async () => {
  const args = ['account', 'add', 'away', '--region', 'eu-central-1', '--endpoint-url', 'http://127.0.0.1:1']
  await scene.cli.json([...args, '--keys-from-stdin', '--no-verify'], {
    input: 'AKIATEST the-secret-key-of-the-account',
  })
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--account', 'away'])
  await fails(
    scene,
    'shop/development',
    scene.push({ version: 'away' }),
    'cloud_unreachable',
    /account away/,
    /endpoint/,
  )
})

test('no credentials at all are said', async () => {
  const args = [
    'account',
    'add',
    'none',
    '--region',
    'eu-central-1',
    '--profile',
    'nobody-has-this-profile',
    '--no-verify',
  ]
  await scene.cli.json(args)
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--account', 'none'])
  await fails(
    scene,
    'shop/development',
    scene.push({ version: 'none' }),
    'credentials_missing',
    /account none/,
    /account set/,
  )
})

test('an account without the CDK bootstrap is said before anything is installed, where the app needs it', async t => {
  const emulator = await startMinistack()
  t.after(() => emulator.stop())
  const args = ['account', 'add', 'fresh', '--region', 'us-east-1', '--endpoint-url', emulator.endpoint]
  await scene.cli.json([...args, '--keys-from-stdin'], { input: 'test test-secret-key' })
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--account', 'fresh'])
  const commit = only(scene, {
    'cdk.json': cdkJson,
    // Refused before any of it is installed.
    'package.json': JSON.stringify({ name: 'shop', version: '1.0.0', dependencies: { 'aws-cdk-lib': '2.0.0' } }),
    'package-lock.json': lockfile,
    'app.js': synth(modern),
  })
  await fails(scene, 'shop/development', commit, 'account_not_bootstrapped', /trellis account bootstrap fresh/)
  const { phases } = await scene.show('shop', 'development', 'latest')
  assert.deepEqual(
    phases.map(phase => phase.name),
    ['checkout'],
  )
  // What only the assembly tells is said when there is one, and one that needs nothing is deployed.
  const told = { 'cdk.json': cdkJson, 'package.json': packageJson, 'package-lock.json': lockfile }
  const later = only(scene, { ...told, 'app.js': synth(modern) })
  await fails(scene, 'shop/development', later, 'account_not_bootstrapped', /trellis account bootstrap fresh/)
  const legacy = only(scene, { ...told, 'app.js': synth('') })
  const deploying = ['deploy', 'shop', 'development', '--commit', legacy, '--follow']
  assert.equal((await scene.cli.json<{ state: string }>(deploying)).state, 'succeeded')
})

/** What a CDK app does in the end, without the library that takes longer to install than all of this test. */
const synth = (more: string) => `const { mkdirSync, writeFileSync } = require('node:fs')
const out = process.env.CDK_OUTDIR
mkdirSync(out, { recursive: true })
writeFileSync(out + '/Shop.template.json', JSON.stringify({ Resources: { Orders: { Type: 'AWS::SQS::Queue' } } }))
const properties = { templateFile: 'Shop.template.json', validateOnSynth: false, ${more} }
const Shop = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties, displayName: 'Shop' }
writeFileSync(out + '/manifest.json', JSON.stringify({ version: '36.0.0', artifacts: { Shop } }))
`

const modern = "requiresBootstrapStackVersion: 6, bootstrapStackVersionSsmParameter: '/cdk-bootstrap/hnb659fds/version'"
