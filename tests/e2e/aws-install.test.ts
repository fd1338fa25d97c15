import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { StopTaskCommand } from '@aws-sdk/client-ecs'
import { gitServer, listening } from '../../src/adapters/git/testing/server.ts'
import { findServer } from '../../src/cli/connection.ts'
import { type Client, createClient } from '../../src/client/client.ts'
import { openLive } from '../../src/client/live-socket.ts'
import type { AddedAccount } from '../../src/contract/account.ts'
import { type Deployment, isFinal } from '../../src/contract/deployment.ts'
import type { TargetRole } from '../../src/contract/target-role.ts'
import { openBrowser, visit } from '../support/browser/browser.ts'
import { cloudEnvironment, emulatorFor } from '../support/emulator.ts'
import { Cli } from '../support/pipeline/cli.ts'
import { Repository } from '../support/pipeline/repository.ts'
import { until } from '../support/pipeline/until.ts'
import { BuildMachines } from './aws/build-machine.ts'
import { Front } from './aws/front.ts'
import { functionsOf, tellEcsEvent } from './aws/functions.ts'
import { Pages } from './aws/pages.ts'
import { takeName } from './aws/taken-name.ts'
import { makeRole, outputsOf, standIn, whatStands } from './aws/what-stands.ts'

interface Installed {
  url: string
  signInLink: string
  version: string
}

const deploys = (version: string) => ({
  'trellis.yml': 'deploy: node deploy.mjs\noutputs: outputs.json\n',
  'deploy.mjs': `import { writeFileSync } from 'node:fs'
console.log('deploying ${version}')
writeFileSync('outputs.json', JSON.stringify({ App: { Version: '${version}' } }))
`,
})

/** One story, since an installation takes its time: each step stands on the one before. */
test('Trellis is installed in an account, deploys what is pushed, is upgraded, and leaves nothing when it goes', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-install-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const emulator = await emulatorFor(t)
  const { endpoint } = emulator
  mkdirSync(join(folder, 'git'))
  const repository = new Repository(join(folder, 'git/shop'))
  const one = repository.commit(deploys('one'), 'one')
  const server = await listening(gitServer(join(folder, 'git')))
  t.after(() => server[Symbol.asyncDispose]())
  const cli = new Cli({ ...cloudEnvironment(emulator), TRELLIS_HOME: join(folder, 'home') })

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
      await give()
      await cli.killed(['install', '--region', 'us-east-1'], /CREATE_(COMPLETE|IN_PROGRESS) /)
    },
  )
  const installed = await cli.json<Installed>(['install', '--region', 'us-east-1'])
  assert.ok(!('token' in installed), 'the token stays in the file')
  const outputs = await outputsOf(endpoint, 'trellis')
  for (const { FunctionName, CodeSize } of await functionsOf(endpoint)) {
    const most = FunctionName.includes('LiveFunction') ? 400_000 : 1_000_000
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

  const machines = new BuildMachines(endpoint, { cluster: outputs.Cluster ?? '', folder })
  t.after(() => machines.close())
  const client = createClient(findServer(join(folder, 'home'), {}))

  await t.test('an app is connected, and its head is deployed by a task', async () => {
    const keys = 'AKIAEXAMPLEEXAMPLE12 secretsecretsecretsecretsecretsecretsecret'
    const account = ['account', 'add', 'main', '--region', 'us-east-1', '--endpoint-url', endpoint, '--keys-from-stdin']
    await cli.json(account, { input: keys })
    const url = `http://127.0.0.1:${server.port}/shop/.git`
    await cli.json(['app', 'create', 'shop', '--repo', url, '--environments', 'development,production'])
    const started = await machines.next()
    const { token } = (await (await fetch(started.orderUrl)).json()) as { token: string }
    assert.ok(!JSON.stringify(started.task).includes(token), 'whoever may look at tasks learns no token')
    const watched = watch(client, `deployment:${started.deployment}`)
    assert.equal(await machines.run(started), 0)
    const { lines, final } = await watched
    assert.deepEqual([final.state, final.commit, final.outputs], ['succeeded', one, { App: { Version: 'one' } }])
    assert.ok(lines.includes('deploying one'), 'live, over the WebSocket API')
    const log = await cli.json<{ lines: { text: string }[] }>(['logs', 'shop', 'development'])
    assert.deepEqual(
      lines,
      log.lines.map(line => line.text),
    )
  })

  await t.test('a role for an account is made by the template that a link leads to', async () => {
    const role = await cli.json<TargetRole>(['account', 'role', 'live', '--region', 'us-east-1'])
    const [, query] = role.quickCreateUrl?.split('quickcreate?') ?? []
    const template = await fetch(new URLSearchParams(query).get('templateURL') ?? '')
    assert.equal(await template.text(), role.template)
    const roleArn = await makeRole(endpoint, role)
    const place = ['--region', 'us-east-1', '--endpoint-url', endpoint]
    const added = await cli.json<AddedAccount>(['account', 'add', 'live', ...place, '--role-arn', roleArn])
    assert.equal(added.credentials.externalId, role.externalId)
    // The emulator lets everybody into a role.
    assert.match(added.warnings.join(), /without its external id/)
  })

  const { Url = '', ApiUrl = '', LiveUrl = '' } = outputs
  const front = await Front.open(endpoint, { Url, ApiUrl, LiveUrl }, folder)
  t.after(() => front.close())
  const browser = await openBrowser(front.browserArguments)
  t.after(() => browser.close())
  const { page, problems } = await visit(browser, Url)
  const pages = new Pages(endpoint, outputs.SiteBucket ?? '')
  t.after(() => pages.close())
  await pages.letInWithoutTls()

  await t.test('people open the dashboard by its own address, on any of its pages', async () => {
    const { url } = await client.call('createSignInLink')
    assert.ok(url.startsWith(`${Url}/sign-in#`), url)
    const answer = await page.goto(url)
    assert.equal(answer?.status(), 200, await answer?.text())
    const { 'content-security-policy': policy = '', 'cache-control': caching } = answer?.headers() ?? {}
    assert.ok(policy.includes(`connect-src 'self' ${new URL(front.liveUrl).origin};`), policy)
    assert.equal(caching, 'no-cache')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Apps' }).waitFor()
    await page.goto('/apps/shop/development/1')
    await page.getByText('deploying one').waitFor()
    await page.goto('/apps/shop')
    await page.getByText(one.slice(0, 7)).first().waitFor()
  })

  await t.test('a signed webhook brings what was pushed; one that is not signed brings nothing', async () => {
    const two = repository.commit(deploys('two'), 'two')
    const hook = await cli.json<{ url: string; secret: string }>(['app', 'webhook', 'shop'])
    const tell = (secret: string) => {
      const body = '{"ref":"refs/heads/main"}'
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
      return fetch(hook.url, { method: 'POST', body, headers: { 'x-hub-signature-256': signature } })
    }
    assert.equal((await tell('wrong')).status, 401)
    assert.equal((await tell(hook.secret)).status, 202)
    assert.equal(await machines.run(await machines.next()), 0)
    await until('the second deployment', async () => {
      const { environments } = await client.call('appStatus', { params: { app: 'shop' } })
      return environments[0]?.live?.commit === two
    })
    await page.getByText(two.slice(0, 7)).first().waitFor()
    assert.deepEqual(problems, [], 'what was deployed is seen at once, and the pages need nothing that they may not')
  })

  await t.test(
    'a machine that dies ends its deployment with the reason, and the environment is free again',
    async () => {
      await cli.json(['deploy', 'shop', 'development'])
      const { task, deployment } = await machines.next()
      await machines.client.send(new StopTaskCommand({ cluster: outputs.Cluster, task: task.taskArn }))
      // ECS tells of it by itself; the emulator's does not.
      await tellEcsEvent(endpoint, {
        ...{ clusterArn: task.clusterArn, lastStatus: 'STOPPED', startedBy: `trellis/${deployment}` },
        ...{ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 137, reason: 'OutOfMemoryError' }] },
      })
      const failed = await until('its end', async () => {
        const [newest] = await client.call('listDeployments', { params: { app: 'shop' }, query: { limit: 1 } })
        return newest?.state === 'failed' && newest
      })
      assert.equal(failed.failure?.code, 'runner_lost')
      assert.match(failed.failure?.message ?? '', /OutOfMemoryError/)
      await cli.json(['deploy', 'shop', 'development'])
      assert.equal(await machines.run(await machines.next()), 0)
    },
  )

  await t.test('what is recorded survives an upgrade; of the pages, only old ones go', async () => {
    const before = await pages.names()
    await pages.put('assets/older.js')
    await cli.json(['upgrade', '--region', 'us-east-1'])
    assert.deepEqual(await pages.names(), before)
    assert.equal((await cli.json<unknown[]>(['history', 'shop'])).length, 4)
  })

  await t.test('it goes only when somebody means it, and then with all its data', async () => {
    const refused = await cli.refusal(['uninstall', '--region', 'us-east-1', '--delete-data'])
    assert.deepEqual([refused.code, refused.error.code], [2, 'confirmation_required'])
    assert.ok(refused.error.message.includes(outputs.TableName ?? '-'))
    await cli.json(['uninstall', '--region', 'us-east-1', '--yes', '--delete-data'])
    assert.deepEqual(await whatStands(endpoint), {
      ...{ tables: [], buckets: ['newer-kept'], secrets: [], logs: [] },
      stacks: ['taken', 'CDKToolkit', 'trellis-target-live'],
    })
  })
})

/** Hears of a deployment by the WebSocket alone. @returns once it is over */
async function watch(client: Client, topic: string): Promise<{ lines: string[]; final: Deployment }> {
  const { url, ticket } = await client.call('liveTicket')
  assert.match(url, /^ws:/)
  const { signal } = new AbortController()
  const lines = new Map<number, string>()
  for await (const item of openLive(WebSocket, { url, ticket, topic, from: () => 1, idleMs: 60_000, signal })) {
    if (item === 'idle') break
    if (item.type === 'lines') for (const line of item.lines) lines.set(line.seq, line.text)
    if (item.type === 'deployment' && isFinal(item.deployment.state)) {
      const inOrder = [...lines].sort(([a], [b]) => a - b).map(([, text]) => text)
      return { lines: inOrder, final: item.deployment }
    }
  }
  throw new Error(`the live stream of ${topic} ended after ${lines.size} lines`)
}
