import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Deployment } from '../../src/contract/deployment.ts'
import { startMinistack } from '../../src/emulator/ministack.ts'
import { Scene } from '../support/pipeline/scene.ts'

let scene: Scene

before(async () => {
  scene = await Scene.start()
  await scene.addAccount()
  scene.push({ version: 'v1' })
  await scene.cli.json(['app', 'create', 'shop', '--repo', scene.repository.path, '--account', 'acme'])
  await scene.ended('shop', 'development', 1)
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--no-branch'])
})
after(() => scene?.close())

const json = (value: unknown) => JSON.stringify(value)
const packageJson = json({ name: 'shop', version: '1.0.0' })
const lock = json({
  name: 'shop',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: { '': { name: 'shop', version: '1.0.0' } },
})
const cdkJson = json({ app: 'node app.js' })

/** Files of a commit, the code it fails with, and what the failure has to name: what, where, and how to mend it. */
const commits: Readonly<Record<string, readonly [Record<string, string>, string, ...RegExp[]]>> = {
  'no tool': [{ 'README.md': 'Hello' }, 'framework_unknown', /root of the repository/, /trellis\.yml/],
  'two tools': [
    {
      'cdk.json': cdkJson,
      'package.json': packageJson,
      'package-lock.json': lock,
      'serverless.yml': 'service: shop\nprovider:\n  name: aws\n',
    },
    'framework_ambiguous',
    /cdk/,
    /serverless/,
    /framework:/,
  ],
  'a tool that is not supported yet': [
    { 'serverless.yml': 'service: shop\nprovider:\n  name: aws\n', 'package.json': packageJson },
    'framework_unsupported',
    /serverless/,
    /trellis\.yml/,
  ],
  'no lockfile': [
    { 'cdk.json': cdkJson, 'package.json': packageJson },
    'lockfile_missing',
    /package-lock\.json/,
    /Commit/,
  ],
  'an unknown key': [
    { 'trellis.yml': '# how it deploys\ndeplooy: ./deploy\n' },
    'trellis_yml_invalid',
    /deplooy/,
    /line 2/,
    /"deploy"/,
  ],
  'a value of the wrong kind': [
    { 'trellis.yml': 'deploy: ./deploy\ntimeout: soon\n' },
    'trellis_yml_invalid',
    /timeout/,
    /line 2/,
    /45m/,
  ],
  'a trellis.yml that is no YAML': [{ 'trellis.yml': 'deploy: "./deploy\n' }, 'trellis_yml_invalid', /YAML/, /line \d/],
  'a command that is not there': [{ 'trellis.yml': 'deploy: ./not-there\n' }, 'deploy_failed', /not-there/, /127/],
}

for (const [name, [files, code, ...names]] of Object.entries(commits)) {
  test(`${name}: the deployment fails as ${code}`, async () => {
    await fails('shop/development', only(files), code, ...names)
  })
}

test('a folder that the repository lacks is named', async () => {
  const commit = only({ 'README.md': 'Hello' })
  await scene.cli.json([
    'app',
    'create',
    'api',
    '--repo',
    scene.repository.path,
    '--path',
    'services/api',
    '--account',
    'acme',
  ])
  await fails('api/development', commit, 'checkout_failed', /services\/api/)
})

const accounts: Readonly<Record<string, readonly [string, string, ...RegExp[]]>> = {
  wrong: ['AKIAWRONG', 'credentials_invalid', /account wrong/, /account add/],
  expired: ['AKIAEXPIRED', 'credentials_expired', /account expired/, /Sign in again/],
}
for (const [name, [key, code, ...names]] of Object.entries(accounts)) {
  test(`${name} credentials: the deployment fails as ${code}`, async () => {
    await scene.addAccount(name, `${key} the-secret-key-of-the-account`)
    await scene.cli.json(['environment', 'set', 'shop', 'staging', '--account', name])
    await fails('shop/staging', scene.push({ version: name }), code, ...names)
  })
}

test('a cloud that cannot be reached is said', async () => {
  const args = ['account', 'add', 'away', '--region', 'eu-central-1', '--endpoint-url', 'http://127.0.0.1:1']
  await scene.cli.json([...args, '--keys-from-stdin'], { input: 'AKIATEST the-secret-key-of-the-account' })
  await scene.cli.json(['environment', 'set', 'shop', 'staging', '--account', 'away'])
  await fails('shop/staging', scene.push({ version: 'away' }), 'cloud_unreachable', /account away/, /endpoint/)
})

test('no credentials at all are said', async () => {
  const args = ['account', 'add', 'none', '--region', 'eu-central-1', '--profile', 'nobody-has-this-profile']
  await scene.cli.json(args)
  await scene.cli.json(['environment', 'set', 'shop', 'staging', '--account', 'none'])
  await fails('shop/staging', scene.push({ version: 'none' }), 'credentials_missing', /account none/, /account add/)
})

test('an account without the CDK bootstrap is said, and how to prepare it', async t => {
  const emulator = await startMinistack()
  t.after(() => emulator.stop())
  const args = ['account', 'add', 'fresh', '--region', 'us-east-1', '--endpoint-url', emulator.endpoint]
  await scene.cli.json([...args, '--keys-from-stdin'], { input: 'test test-secret-key' })
  await scene.cli.json(['environment', 'set', 'shop', 'staging', '--account', 'fresh'])
  const commit = only({ 'cdk.json': cdkJson, 'package.json': packageJson, 'package-lock.json': lock, 'app.js': synth })
  await fails('shop/staging', commit, 'account_not_bootstrapped', /bootstrap/, /trellis account bootstrap/)
})

/** What a CDK app does in the end, without the library that takes longer to install than all of this test. */
const synth = `const { mkdirSync, writeFileSync } = require('node:fs')
const out = process.env.CDK_OUTDIR
mkdirSync(out, { recursive: true })
writeFileSync(out + '/Shop.template.json', JSON.stringify({ Resources: { Orders: { Type: 'AWS::SQS::Queue' } } }))
const properties = { templateFile: 'Shop.template.json', validateOnSynth: false, requiresBootstrapStackVersion: 6, bootstrapStackVersionSsmParameter: '/cdk-bootstrap/hnb659fds/version' }
const Shop = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties, displayName: 'Shop' }
writeFileSync(out + '/manifest.json', JSON.stringify({ version: '36.0.0', artifacts: { Shop } }))
`

/** A commit that holds these files and no others. */
function only(files: Record<string, string>): string {
  scene.repository.git('rm', '-rqf', '--ignore-unmatch', '.')
  return scene.repository.commit(files, 'Only this')
}

async function fails(place: string, commit: string, code: string, ...names: RegExp[]): Promise<void> {
  const args = ['deploy', ...place.split('/'), '--commit', commit, '--follow']
  const { state, failure } = await scene.cli.json<Deployment>(args, { code: 1 })
  const said = `${failure?.message} ${failure?.hint}`
  assert.deepEqual([state, failure?.code], ['failed', code], said)
  for (const name of names) assert.match(said, name)
}
