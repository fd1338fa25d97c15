import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { AddedAccount } from '../../../src/contract/account.ts'
import type { EnvironmentStatus } from '../../../src/contract/app.ts'
import type { Deployment } from '../../../src/contract/deployment.ts'
import { askApi } from '../../support/emulator.ts'
import { Repository } from '../../support/pipeline/repository.ts'
import { until } from '../../support/pipeline/until.ts'
import { taskOf } from './build-machine.ts'
import { linesKept, tellEcsEvent } from './functions.ts'
import type { Installation } from './installation.ts'
import { watch } from './watch.ts'
import { whatStands } from './what-stands.ts'

/** An install of packages on a busy machine. */
const patience = 300_000

/** The walk of the demo through an installation: its builds are containers that the emulator's ECS starts. */
export async function walk(t: TestContext, installation: Installation): Promise<void> {
  const { cli, client, endpoint, cluster, machines, folder, repositoryUrl } = installation
  const place = join(folder, 'git/hello')
  const isOurs = (path: string) => !/[/\\](node_modules|cdk\.out)$/.test(path)
  cpSync('examples/hello-cdk', place, { recursive: true, filter: isOurs })
  const hello = new Repository(place)
  const one = hello.commit({}, 'Say hello')

  const environment = async (name: string): Promise<EnvironmentStatus> => {
    const { environments } = await client.call('appStatus', { params: { app: 'hello' } })
    return environments.find(one => one.name === name) ?? assert.fail(`there is no ${name}`)
  }
  const answers = async (name: string, version: string): Promise<void> => {
    const { outputs } = await environment(name)
    const url = Object.values(outputs).flatMap(({ Url }) => Url ?? [])[0] ?? assert.fail(JSON.stringify(outputs))
    const answer = await askApi(installation, url)
    assert.equal(((await answer.json()) as { version: string }).version, version, `${name} at ${url}`)
  }
  const newest = (app: string, environment?: string) =>
    until(`a deployment of ${app}`, async () => {
      const query = { limit: 1, ...(environment && { environment }) }
      return (await client.call('listDeployments', { params: { app }, query }))[0]
    })

  await t.test('an app is connected: a container of the task builds it, and its address answers', async () => {
    // By a role that is assumed, as in a real account: what the container has ends, and comes from the emulator's STS.
    const added = await cli.json<AddedAccount>(['account', 'role', 'main', '--region', 'us-east-1', '--make'])
    assert.match(added.credentials.roleArn ?? '', /:role\/trellis-target-main-[0-9a-f]{6}$/)
    const environments = ['--environments', 'development,production', '--account', 'main']
    await cli.json(['app', 'create', 'hello', '--repo', repositoryUrl('hello'), ...environments])
    const { id } = await newest('hello')
    const watched = watch(client, `deployment:${id}`)
    const task = await taskOf(endpoint, { cluster, deployment: id, status: 'RUNNING' })
    const given = task.overrides?.containerOverrides?.[0]?.environment ?? []
    const order = await fetch(given.find(({ name }) => name === 'TRELLIS_ORDER')?.value ?? '')
    const { token } = (await order.json()) as { token: string }
    assert.ok(token.length > 32 && !JSON.stringify(task).includes(token), 'whoever may look at tasks learns no token')
    const { lines, final } = await watched
    assert.deepEqual([final.state, final.commit], ['succeeded', one], lines.slice(-20).join('\n'))
    const log = await cli.json<{ lines: { text: string }[] }>(['logs', 'hello', 'development'])
    const stored = log.lines.map(({ text }) => text)
    assert.deepEqual(lines, stored, 'live, over the WebSocket API')
    const kept = await linesKept(endpoint, installation.logGroup)
    assert.deepEqual(
      stored.filter(text => text.trim() !== '' && !kept.includes(text)),
      [],
      'CloudWatch has a copy',
    )
    await answers('development', 'v1')
  })

  await t.test(
    'it is promoted while a signed webhook brings what was pushed; one that is not signed brings nothing',
    async () => {
      const promoted = cli.json(['promote', 'hello', 'development', '--follow'])
      await newest('hello', 'production')
      const two = hello.commit(
        { 'lambda/greeting.js': hello.read('lambda/greeting.js').replace("'v1'", "'v2'") },
        'two',
      )
      const hook = await cli.json<{ url: string; secret: string }>(['app', 'webhook', 'hello'])
      const tell = (secret: string) => {
        const body = '{"ref":"refs/heads/main"}'
        const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
        return fetch(hook.url, { method: 'POST', body, headers: { 'x-hub-signature-256': signature } })
      }
      assert.equal((await tell('wrong')).status, 401)
      assert.equal((await tell(hook.secret)).status, 202)
      const live = async () => (await environment('development')).live?.commit === two
      await Promise.all([promoted, until('the second deployment', live, patience)])
      await answers('development', 'v2')
      await answers('production', 'v1')
      const { lines } = await cli.json<{ lines: { text: string }[] }>(['logs', 'hello', 'development'])
      const all = lines.map(({ text }) => text).join('\n')
      assert.match(all, /^install [\d.]+ s \(cache\)/m, 'the packages of the first build')
    },
  )

  await t.test(
    'production follows by another promotion, and is rolled back to what was kept, without a build',
    async () => {
      await cli.json(['promote', 'hello', 'development', '--follow'])
      await answers('production', 'v2')
      const { fromArtifact } = await cli.json<Deployment>(['rollback', 'hello', 'production', '--follow'])
      assert.equal(fromArtifact, true)
      await answers('production', 'v1')
      await answers('development', 'v2')
    },
  )

  await t.test(
    'a container that dies in mid-deploy ends its deployment with the reason, and the environment is free',
    async () => {
      const stuck = new Repository(join(folder, 'git/stuck'))
      const deploy = "console.log('at it'); setInterval(() => {}, 1000)"
      stuck.commit({ 'trellis.yml': 'deploy: node deploy.mjs\n', 'deploy.mjs': deploy }, 'Deploy for ever')
      await cli.json(['app', 'create', 'stuck', '--repo', repositoryUrl('stuck'), '--environments', 'development'])
      const { id } = await newest('stuck')
      await until(
        'it to deploy',
        async () => {
          const { lines } = await cli.json<{ lines: { text: string }[] }>(['logs', 'stuck', 'development'])
          return lines.some(({ text }) => text === 'at it')
        },
        patience,
      )
      await machines.kill(await taskOf(endpoint, { cluster, deployment: id, status: 'RUNNING' }))
      // ECS tells of it by itself; the emulator's does not.
      await tellEcsEvent(endpoint, await taskOf(endpoint, { cluster, deployment: id, status: 'STOPPED' }))
      const failed = await until('its end', async () => {
        const one = await newest('stuck')
        return one.state === 'failed' && one
      })
      assert.equal(failed.failure?.code, 'runner_lost')
      assert.match(failed.failure?.message ?? '', /exit code 137/)
      stuck.commit({ 'deploy.mjs': "console.log('done')" }, 'Deploy at once')
      await cli.json(['deploy', 'stuck', 'development', '--follow'])
    },
  )

  await t.test('it is torn down', async () => {
    const remove = (name: string) => cli.json(['teardown', 'hello', name, '--yes', '--delete-retained', '--follow'])
    await Promise.all(['production', 'development'].map(remove))
    const { stacks = [] } = await whatStands(endpoint)
    assert.deepEqual(
      stacks.filter(name => name?.includes('HelloCdkStack')),
      [],
    )
  })
}
