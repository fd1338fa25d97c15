import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gitServer, listening } from '../../src/adapters/git/testing/server.ts'
import { findServer } from '../../src/cli/connection.ts'
import { createClient } from '../../src/client/client.ts'
import type { AddedAccount } from '../../src/contract/account.ts'
import type { TargetRole } from '../../src/contract/target-role.ts'
import { openBrowser, visit } from '../support/browser/browser.ts'
import { cloudEnvironment, emulatorAccount, emulatorFor } from '../support/emulator.ts'
import { Cli } from '../support/pipeline/cli.ts'
import { Repository } from '../support/pipeline/repository.ts'
import { beside } from './aws/beside.ts'
import { BuildMachines, containerOf } from './aws/build-machine.ts'
import { choose } from './aws/choose.ts'
import { Front } from './aws/front.ts'
import { environmentOf, functionsOf } from './aws/functions.ts'
import { Pages } from './aws/pages.ts'
import { RoleGate } from './aws/role-gate.ts'
import { takeName } from './aws/taken-name.ts'
import { walk } from './aws/walk.ts'
import { deleteStack, makeRole, outputsOf, standIn, whatStands } from './aws/what-stands.ts'
import { Zone } from './aws/zone.ts'

interface Installed {
  url: string
  signInLink: string
  version: string
}

/** One story, since an installation takes its time: each step stands on the one before. */
test('Trellis is installed in an account, deploys what is pushed, is upgraded, and leaves nothing when it goes', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-install-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const machines = await BuildMachines.start()
  t.after(() => machines.close())
  const emulator = await emulatorFor(t, { env: machines.env })
  const { endpoint } = emulator
  for (const name of ['git', 'tmp']) mkdirSync(join(folder, name))
  const server = await listening(gitServer(join(folder, 'git')))
  t.after(() => server[Symbol.asyncDispose]())
  // What is killed leaves its temporary files.
  const cli = new Cli({
    ...cloudEnvironment(emulator),
    TRELLIS_HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
  })

  await t.test(
    'what is no installation, or a newer one, is left as it is; data is kept unless it is meant',
    async () => {
      const refused = async (...args: string[]) => {
        const { code, error } = await cli.refusal([...args, '--region', 'us-east-1'])
        return [code, error.code]
      }
      assert.deepEqual(await refused('upgrade'), [2, 'installation_not_found'])
      assert.deepEqual(await refused('install', '--name', '1st'), [2, 'usage'])
      await standIn(endpoint, 'taken', {})
      assert.deepEqual(await refused('install', '--name', 'taken'), [4, 'already_exists'])
      assert.deepEqual(await refused('uninstall', '--name', 'taken', '--yes'), [4, 'already_exists'])
      await standIn(endpoint, 'newer', { trellis: 'installation' }, '99.0.0')
      assert.deepEqual(await refused('upgrade', '--name', 'newer'), [4, 'installation_newer'])
      assert.deepEqual(await refused('install', '--name', 'newer'), [4, 'already_exists'])
      const bucket = [{ type: 'AWS::S3::Bucket', id: 'newer-kept' }]
      const gone = await cli.json<{ data: unknown }>(['uninstall', '--name', 'newer', '--region', 'us-east-1', '--yes'])
      assert.deepEqual(gone.data, bucket)
      const { stacks, buckets } = await whatStands(endpoint)
      assert.deepEqual([stacks, buckets], [['taken'], ['newer-kept']])
      assert.deepEqual(await refused('uninstall', '--name', 'newer', '--yes'), [2, 'installation_not_found'])
      await cli.json(['uninstall', '--name', 'newer', '--region', 'us-east-1', '--yes', '--delete-data'])
      assert.deepEqual((await whatStands(endpoint)).buckets, [], 'what was kept is deleted afterwards')
    },
  )
  await t.test(
    'an attempt that fails says why by its first cause; what it left is taken up, and what one left that was killed',
    async () => {
      const give = await takeName(endpoint, 'trellis-us-east-1-routes')
      const { code, error } = await cli.refusal(['install', '--region', 'us-east-1'])
      assert.deepEqual([code, error.code], [1, 'installation_failed'])
      assert.match(
        error.message,
        /^SiteRoutes\w+ \(AWS::CloudFront::Function\) in trellis: CREATE_FAILED: .*already exists/,
      )
      const { tables = [] } = await whatStands(endpoint)
      assert.match(tables.join(), /^trellis-RecordsTable[^,]+$/)
      assert.ok(error.hint?.includes(`${tables[0]}, which holds nothing`), error.hint)
      await give()
      await cli.killed(['install', '--region', 'us-east-1'], /CREATE_(COMPLETE|IN_PROGRESS) /)
    },
  )
  const first = await cli.json<Installed>(['install', '--region', 'us-east-1'])
  assert.ok(!('token' in first), 'the token stays in the file')
  assert.equal((await whatStands(endpoint)).tables?.length, 1, 'nothing is left of attempts before')
  const installed = await cli.json<Installed>(['install', '--link', '--region', 'us-east-1'])
  assert.equal(installed.url, first.url)
  assert.notEqual(installed.signInLink, first.signInLink)
  const outputs = await outputsOf(endpoint, 'trellis')
  for (const { FunctionName, CodeSize } of await functionsOf(endpoint)) {
    const most = FunctionName.includes('HttpFunction') ? 1_000_000 : 400_000
    assert.ok(CodeSize < most, `${FunctionName} has ${CodeSize} bytes: a start takes longer`)
  }

  await t.test('the command line is let in, the link lets a browser in once, and nobody else comes in', async () => {
    assert.equal((await cli.json<{ actor: { name: string } }>(['whoami'])).actor.name, 'owner')
    const [, code] = installed.signInLink.split('#')
    const signIn = () =>
      fetch(`${installed.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      })
    const first = await signIn()
    const cookie = first.headers.get('set-cookie') ?? ''
    assert.match(cookie, /^trellis_session=.*HttpOnly/)
    assert.equal((await signIn()).status, 401)
    const apps = (headers: Record<string, string>) => fetch(`${installed.url}/api/v1/apps`, { headers })
    assert.equal((await apps({ cookie: cookie.split(';')[0] ?? '' })).status, 200)
    assert.equal((await apps({})).status, 401)
  })

  const client = createClient(findServer(join(folder, 'home'), {}))
  const logGroup = await machines.provide(endpoint, outputs.TaskDefinition ?? '')
  const repositoryUrl = (name: string) => `http://127.0.0.1:${server.port}/${name}/.git`
  await walk(t, {
    ...{ endpoint, port: emulator.port, cli, client, machines, logGroup, folder, cluster: outputs.Cluster ?? '' },
    repositoryUrl,
  })

  await t.test(
    'a role for an account is made by somebody else, by the template that a link leads to, and waited for',
    async () => {
      const role = await cli.json<TargetRole>(['account', 'role', 'live', '--region', 'us-east-1'])
      const [, query] = role.quickCreateUrl?.split('quickcreate?') ?? []
      const template = await fetch(new URLSearchParams(query).get('templateURL') ?? '')
      assert.equal(await template.text(), role.template)
      await using gate = await RoleGate.before(endpoint, 'HttpFunction')
      const wait = ['account', 'role', 'live', '--region', 'us-east-1', '--wait', emulatorAccount]
      const waiting = cli.json<AddedAccount>(wait)
      await Promise.race([gate.refused, waiting])
      const roleArn = await makeRole(endpoint, role)
      const added = await waiting
      assert.deepEqual(added.credentials, { kind: 'role', roleArn, externalId: role.externalId })
      // With another external id nobody is let in.
      assert.deepEqual(added.warnings, [])
      const prepared = await cli.json<{ lines: string[] }>(['account', 'bootstrap', 'live'])
      assert.match(prepared.lines.at(-1) ?? '', /^CDKToolkit stands/)
    },
  )

  const { Url = '', ApiUrl = '', LiveUrl = '' } = outputs
  const front = await Front.open(endpoint, { Url, ApiUrl, LiveUrl }, folder)
  t.after(() => front.close())
  const browser = await openBrowser(front.browserArguments)
  t.after(() => browser.close())
  const pages = new Pages(endpoint, outputs.SiteBucket ?? '')
  t.after(() => pages.close())
  await pages.letInWithoutTls()

  await t.test('people open the dashboard by its own address, on any of its pages, and see what happens', async () => {
    const { page, problems } = await visit(browser, Url)
    const { url } = await client.call('createSignInLink')
    assert.ok(url.startsWith(`${Url}/sign-in#`), url)
    const answer = await page.goto(url)
    assert.equal(answer?.status(), 200, await answer?.text())
    const { 'content-security-policy': policy = '', 'cache-control': caching } = answer?.headers() ?? {}
    assert.ok(policy.includes(`connect-src 'self' ${new URL(front.liveUrl).origin};`), policy)
    assert.equal(caching, 'no-cache')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Apps' }).waitFor()
    await page.goto('/apps/stuck/development/2')
    await page.getByText('done', { exact: true }).waitFor()
    await page.goto('/apps/stuck')
    await page.getByText('Deploy at once').first().waitFor()
    // More than a Lambda can answer with.
    const deploy = "for (let n = 1; n <= 800; n++) console.log(n, 'word '.repeat(1_800))"
    new Repository(join(folder, 'git/stuck')).commit({ 'deploy.mjs': deploy }, 'Deploy once more')
    await cli.json(['deploy', 'stuck', 'development', '--follow'])
    await page.getByText('Deploy once more').first().waitFor()
    const params = { app: 'stuck', environment: 'development', number: 3 }
    const raw = await new Response(await client.call('rawLog', { params })).text()
    const { lines } = await cli.json<{ lines: { text: string }[] }>(['logs', 'stuck', 'development', '3'])
    assert.ok(raw.length > 7_000_000 && raw === lines.map(({ text }) => `${text}\n`).join(''), `${raw.length} bytes`)
    await page.goto('/apps/stuck/development/3')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Raw').click()])
    assert.equal(download.suggestedFilename(), 'stuck-development-3.log')
    assert.ok(readFileSync(await download.path(), 'utf8') === raw)
    await choose(page, client)
    assert.deepEqual(problems, [], 'what was deployed is seen at once, and the pages need nothing that they may not')
  })

  await t.test(
    'what is recorded survives an upgrade, which may bring a domain and an image; of the pages, only old ones go',
    async () => {
      const before = await pages.names()
      await pages.put('assets/older.js')
      const zone = await Zone.make(endpoint, 'example.org')
      const image = '000000000000.dkr.ecr.us-east-1.amazonaws.com/builds:1'
      const more = ['--domain', 'trellis.example.org', '--image', image]
      await cli.json(['upgrade', '--region', 'us-east-1', ...more])
      const { TaskDefinition = '', ...changed } = await outputsOf(endpoint, 'trellis')
      assert.equal((await containerOf(endpoint, TaskDefinition))?.image, image)
      assert.deepEqual(await pages.names(), before)
      assert.equal((await cli.json<unknown[]>(['history', 'hello', 'production'])).length, 4)
      assert.equal(changed.Url, 'https://trellis.example.org')
      assert.equal((await environmentOf(endpoint, 'HttpFunction')).TRELLIS_URL, 'https://trellis.example.org')
      assert.deepEqual(await zone.records(), [
        ['trellis.example.org.', 'A', `${changed.SiteHost}.`],
        ['trellis.example.org.', 'AAAA', `${changed.SiteHost}.`],
      ])
    },
  )

  const other = await beside(t, { first: cli, emulator, machines, folder, repositoryUrl })

  await t.test('it goes only when somebody means it, and then with all its data', async () => {
    const refused = await cli.refusal(['uninstall', '--region', 'us-east-1', '--delete-data'])
    assert.deepEqual([refused.code, refused.error.code], [2, 'confirmation_required'])
    assert.ok(refused.error.message.includes(outputs.TableName ?? '-'))
    await assert.rejects(deleteStack(endpoint, 'trellis'), /TerminationProtection/)
    await cli.json(['uninstall', '--region', 'us-east-1', '--yes', '--delete-data'])
    assert.deepEqual(await (await Zone.make(endpoint, 'example.org')).records(), [])
  })

  await t.test('the one beside it is whole, and its build goes on; it goes with its machines', async () => {
    await other.assertWhole()
    await other.uninstall()
    // They are of whoever made them in their accounts.
    const { stacks = [] } = await whatStands(endpoint)
    const roles = stacks.filter(name => /^trellis-target-(main|live)-/.test(name ?? ''))
    assert.equal(roles.length, 3)
    assert.deepEqual(await whatStands(endpoint), {
      ...{ tables: [], buckets: [], secrets: [], logs: [], clusters: [], functions: [] },
      ...{ stacks: ['taken', 'CDKToolkit', ...roles], roles },
    })
  })
})
