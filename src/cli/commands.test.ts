import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from '../client/testing/fake-server.ts'
import { aDeployment, anAppStatus, aStatus } from '../client/testing/samples.ts'
import type { Detection } from '../contract/detect.ts'
import { aDetectedApp } from './testing/detected-app.ts'
import { openFakeCli } from './testing/fake-cli.ts'

const { answer, asked, cli, fake } = await openFakeCli()

test('--json may stand anywhere, and prints exactly one document', async () => {
  const status = anAppStatus()
  answer('appStatus', () => status)
  for (const line of ['status hello --json', '--json status hello', 'status --json hello']) {
    const result = await cli(line)
    assert.deepEqual(result.json(), status)
    assert.equal(result.err, '')
  }
})

test('status without an app shows all', async () => {
  answer('serverStatus', () => ({ apps: [] }))
  assert.match((await cli('status')).out, /No apps yet, or none that you may see\. .*app create/)
  assert.deepEqual((await cli('status --json')).json(), { apps: [] })
})

test('a history of nothing says so', async () => {
  answer('listAllDeployments', () => [])
  const info = { actor: { kind: 'user' as const, name: 'mia' }, expiresAt: null, refused: {} }
  answer('showSession', () => ({ ...info, access: { role: 'viewer', apps: {}, scope: null } }))
  assert.equal((await cli('history --all')).out, 'Nothing was deployed yet.\n')
  answer('showSession', () => ({ ...info, access: { role: null, apps: { shop: 'viewer' }, scope: null } }))
  const limited = await cli('history --all')
  assert.equal(limited.out, 'Nothing was deployed yet that may be shown here. You are shown only shop.\n')
  assert.match((await cli('history --all --state failed')).out, /^There are none that may be shown here\./)
})

test('whoever is shown no tokens is told whose they would be', async () => {
  answer('listTokens', () => [])
  const access = { role: 'viewer' as const, apps: {}, scope: null }
  const info = { expiresAt: null, access, refused: { administer: 'it takes the role of an admin' } }
  answer('showSession', () => ({ ...info, actor: { kind: 'token', name: 'ci' } }))
  assert.match(
    (await cli('token list')).out,
    /^None that may be shown to the token ci: people see those that they made/,
  )
  answer('showSession', () => ({ ...info, actor: { kind: 'user', name: 'leo' } }))
  assert.match((await cli('token list')).out, /^No tokens of yours; an admin sees those of all\./)
  answer('showSession', () => ({ ...info, actor: { kind: 'user', name: 'mia' }, refused: {} }))
  assert.match((await cli('token list')).out, /^No tokens\. Make one/)
})

test('a deployment that waits for its build machine says why', async () => {
  const noMachine = { since: '2026-11-22T10:00:00.000Z', problem: 'The quota is used up.' }
  answer('deploy', () => aDeployment({ number: 7, noMachine }))
  const result = await cli('deploy hello staging')
  assert.equal(result.code, 0)
  assert.match(result.out, /#7[\s\S]*Waits for a build machine, 60 minutes at most\. The quota is used up\./)
})

test('a deployment that waits says behind what, and is no error', async () => {
  answer('deploy', () =>
    aDeployment({ state: 'queued', number: 7, behind: 'staging #6, which runs there', startedAt: null }),
  )
  const result = await cli('deploy hello staging --branch release')
  assert.equal(result.code, 0)
  assert.match(result.out, /Queued as #7 behind staging #6, which runs there\./)
  assert.deepEqual(asked()?.body, { branch: 'release' })
})

test('promote, rollback and teardown send what was asked() for', async () => {
  answer('promote', () => aDeployment())
  await cli('promote hello development --to production')
  assert.deepEqual(
    [asked()?.params, asked()?.body],
    [{ app: 'hello', environment: 'development' }, { to: 'production' }],
  )
  answer('rollback', () => aDeployment())
  await cli('rollback hello production --to #11')
  assert.deepEqual(asked()?.body, { to: 11 })
  answer('teardown', () => aDeployment({ kind: 'teardown' }))
  await cli('teardown hello staging --yes --delete-retained')
  assert.deepEqual(asked()?.body, { confirm: 'staging', deleteRetained: true })
})

test('environment set changes only what was given; --no-… takes away', async () => {
  const environment = { ...aStatus(), app: 'hello', position: 0, region: null, tests: true, testCommand: null }
  answer('setEnvironment', () => ({
    ...environment,
    timeoutMinutes: 60,
    stackNames: 'auto',
    beforeDeploy: null,
    afterDeploy: null,
  }))
  const cases: [string, object][] = [
    ['--no-branch', { branch: null }],
    ['--branch main --tests off --timeout 2h', { branch: 'main', tests: false, timeoutMinutes: 120 }],
    ['--protected --stack-names prefix', { protected: true, stackNames: 'prefix' }],
    ['--cpu 4 --memory 16 --spot', { machine: { cpu: 4, memory: 16, spot: true } }],
    ['--architecture x86 --no-spot', { machine: { architecture: 'x86', spot: false } }],
    ['--no-machine', { machine: null }],
    [
      '--no-protected --no-account --no-region --no-test-command',
      { protected: false, account: null, region: null, testCommand: null },
    ],
  ]
  for (const [options, body] of cases) {
    assert.equal((await cli(`environment set hello development ${options}`)).code, 0)
    assert.deepEqual(asked()?.body, body)
  }
})

test('a branch that the repository does not have is set all the same, with a word of warning', async () => {
  const settings = { position: 0, region: null, tests: true, testCommand: null, beforeDeploy: null, afterDeploy: null }
  const changed = { ...aStatus(), ...settings, app: 'hello', timeoutMinutes: 60, stackNames: 'auto' as const }
  fake.handlers.setEnvironment = () => changed
  fake.handlers.addEnvironment = () => changed
  fake.handlers.listBranches = () => [{ name: 'main', commit: 'a'.repeat(40) }]
  for (const command of ['environment set hello dev --branch', 'environment add hello dev --branch']) {
    const mistyped = await cli(`${command} mian --json`)
    assert.equal(mistyped.code, 0)
    assert.match(mistyped.out, /^{.*"app": ?"hello"/s)
    assert.match(mistyped.err, /There is no branch mian yet/)
    assert.equal((await cli(`${command} main`)).err, '')
  }
  fake.handlers.listBranches = () => {
    throw refusal(409, 'repository_unreachable', 'Nobody answers.')
  }
  const unseen = await cli('environment set hello dev --branch mian')
  assert.deepEqual([unseen.code, unseen.err], [0, ''])
})

test('secrets: the value from standard input, warnings on standard error, nothing shown', async () => {
  const saved = { key: 'TOKEN', plain: false, value: null, steps: null, updatedAt: '2026-11-22T10:00:00.000Z' }
  answer('setVariables', () => ({ variables: [saved], warnings: ['TOKEN is short.'] }))
  const piped = await cli('variables set hello staging TOKEN --stdin', { stdin: 'a b\n' })
  assert.deepEqual(asked()?.body, [{ key: 'TOKEN', value: 'a b' }])
  assert.match(piped.err, /TOKEN is short/)
  assert.doesNotMatch(piped.err, /history/)
  const typed = await cli('variables set hello staging TOKEN=hush --steps install,deploy')
  assert.match(typed.err, /shell's history/)
  assert.doesNotMatch(typed.out + typed.err, /hush/)
  assert.deepEqual(asked()?.body, [{ key: 'TOKEN', value: 'hush', steps: ['install', 'deploy'] }])
  await cli('variables set hello staging TOKEN=hush --steps all --no-plain')
  assert.deepEqual(asked()?.body, [{ key: 'TOKEN', value: 'hush', plain: false, steps: null }])
})

test('at a terminal an app is deleted only when that is confirmed, and it is told what would go; a script means it', async () => {
  answer('appStatus', () => anAppStatus({ environments: [aStatus(), aStatus({ name: 'live', live: null })] }))
  const unsaid = await cli('app delete hello', { terminal: 200 })
  assert.equal(unsaid.code, 2)
  assert.match(unsaid.err, /hello: development, live, with their variables, history and logs\..*Nothing was done\./)
  assert.match(unsaid.err, /refused .* development/)
  assert.match(unsaid.err, /trellis app delete hello --yes/)
  answer('deleteApp', () => undefined)
  assert.equal((await cli('app delete hello --yes --leave-resources', { terminal: 200 })).code, 0)
  assert.deepEqual(asked()?.params, { app: 'hello' })
  assert.equal((await cli('app delete hello')).code, 0)
})

test('an app is made with what will go wrong with it, where a look tells', async () => {
  const made = {
    ...{ name: 'shop', repository: '/srv/shop', path: '.', defaultBranch: 'main' },
    createdAt: '2026-11-22T10:00:00.000Z',
  }
  answer('listEnvironments', () => [])
  fake.handlers.appStatus = () => anAppStatus()
  fake.handlers.createApp = () => made
  const create = async (detection: Detection) => {
    answer('detectRepository', () => ({ branch: 'main', commit: 'a'.repeat(40), branches: ['main'], detection }))
    const { code, out } = await cli('app create shop --repo https://git.example/shop.git')
    assert.equal(code, 0)
    assert.deepEqual(asked()?.body, { repository: '/srv/shop', path: '.' })
    return out
  }
  const nothing = { apps: [], ambiguous: [], leftOut: [] }
  const own = aDetectedApp({ framework: 'custom', warning: 'It names no `remove:`.' })
  assert.match(await create({ ...nothing, apps: [own] }), /shop is connected to[\s\S]*It names no `remove:`\./)
  const leftOut = [{ path: 'sample', frameworks: ['cdk' as const], why: 'folder' as const }]
  assert.match(await create({ ...nothing, leftOut }), /below it: sample\. Choose one with `trellis app set NAME --path/)
  assert.match(await create(nothing), /a trellis\.yml with `deploy:` and `remove:`/)
  const refused = aDetectedApp({ framework: 'terraform', supported: false, mend: 'First name a backend.' })
  assert.match(await create({ ...nothing, apps: [refused] }), /cannot deploy yet: [\s\S]*First name a backend\./)
  const silent = await create({ ...nothing, apps: [{ ...own, warning: null }] })
  assert.doesNotMatch(silent, /remove|below/)
})

test('app webhook says when the secret takes the place of another one', async () => {
  const made = (replaced: boolean) => () => ({ path: '/webhooks/git/hello', secret: 'shown once', replaced })
  answer('rotateWebhook', made(false))
  const first = await cli('app webhook hello')
  assert.match(first.out, /URL +http\S+\/webhooks\/git\/hello\n\s+Secret +shown once/)
  assert.doesNotMatch(first.out, /before/)
  answer('rotateWebhook', made(true))
  assert.match((await cli('app webhook hello')).out, /! The secret from before is valid no longer/)
  assert.partialDeepStrictEqual((await cli('app webhook hello --json')).json(), { replaced: true })
})

test('a default is told as it would be given', async () => {
  assert.match((await cli('up --help')).out, /--poll <time>[\s\S]*\(default: 5s\)/)
})
