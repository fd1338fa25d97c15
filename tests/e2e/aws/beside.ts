import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { findServer } from '../../../src/cli/connection.ts'
import { createClient } from '../../../src/client/client.ts'
import type { AddedAccount } from '../../../src/contract/account.ts'
import type { RunningMinistack } from '../../../src/emulator/ministack.ts'
import { cloudEnvironment, emulatorRegion } from '../../support/emulator.ts'
import { Cli } from '../../support/pipeline/cli.ts'
import { Repository } from '../../support/pipeline/repository.ts'
import { until } from '../../support/pipeline/until.ts'
import { taskOf } from './build-machine.ts'
import type { Installation } from './installation.ts'
import { outputsOf, whatStands } from './what-stands.ts'

type Stands = Awaited<ReturnType<typeof whatStands>>

const without = (after: Stands, before: Stands): Stands =>
  Object.fromEntries(
    Object.entries(after).map(([kind, names]) => [kind, names.filter(n => !before[kind]?.includes(n))]),
  )

interface Beside extends Pick<Installation, 'machines' | 'folder' | 'repositoryUrl'> {
  first: Cli
  emulator: RunningMinistack
}

/** What only a profile of the AWS configuration has credentials and a region for, as most people's shells. */
function byProfile(folder: string, emulator: RunningMinistack): Record<string, string> {
  const { AWS_ENDPOINT_URL = '', AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = cloudEnvironment(emulator)
  const file = join(folder, 'aws-config')
  const lines = [
    '[profile ops]',
    `region = ${emulatorRegion}`,
    `aws_access_key_id = ${id}`,
    `aws_secret_access_key = ${secret}`,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  return { AWS_ENDPOINT_URL, AWS_CONFIG_FILE: file, AWS_SHARED_CREDENTIALS_FILE: '/dev/null' }
}

/** A second installation in the account, by a profile, which builds something. */
export async function beside(t: TestContext, { first, emulator, machines, folder, repositoryUrl }: Beside) {
  const { endpoint } = emulator
  const home = join(folder, 'other')
  const cli = new Cli({ ...byProfile(folder, emulator), TRELLIS_HOME: home })
  const place = ['--name', 'other', '--profile', 'ops']
  const before = await whatStands(endpoint)
  let own: Stands = {}
  let deployment = ''
  let cluster = ''

  await t.test('another one is installed beside it, with all of its own: each answers, and knows its own', async () => {
    const { code, error } = await cli.refusal(['install', '--name', 'other', '--region', emulatorRegion])
    assert.deepEqual([code, error.code], [3, 'credentials_missing'])
    await cli.json(['install', ...place])
    own = without(await whatStands(endpoint), before)
    const count = Object.entries(own).map(([kind, names]) => [kind, names.length])
    assert.deepEqual(Object.fromEntries(count), {
      ...{ stacks: 1, tables: 1, buckets: 2, secrets: 1, logs: 5, roles: 5, clusters: 1, functions: 3 },
    })
    assert.deepEqual(await cli.json(['app', 'list']), [])
    assert.equal((await first.json<unknown[]>(['app', 'list'])).length, 2)
    // Of the same name as that of the first, in the same account.
    const make = ['account', 'role', 'main', '--region', emulatorRegion, '--make', '--profile', 'ops']
    const added = await cli.json<AddedAccount>(make)
    assert.ok(!before.roles?.some(name => added.credentials.roleArn?.endsWith(`/${name}`)))
    const deploy = "console.log('at it'); setInterval(() => {}, 1000)"
    const long = new Repository(join(folder, 'git/long'))
    long.commit({ 'trellis.yml': 'deploy: node deploy.mjs\n', 'deploy.mjs': deploy }, 'Deploy for ever')
    await cli.json(['app', 'create', 'long', '--repo', repositoryUrl('long'), '--environments', 'development'])
    const client = createClient(findServer(home, {}))
    deployment = await until('its deployment', async () => {
      const [one] = await client.call('listDeployments', { params: { app: 'long' }, query: { limit: 1 } })
      return one?.state === 'running' && one.id
    })
    cluster = (await outputsOf(endpoint, 'other')).Cluster ?? ''
    await taskOf(endpoint, { cluster, deployment, status: 'RUNNING' })
  })

  return {
    /** Nothing of it went with another one. */
    async assertWhole(): Promise<void> {
      const stands = await whatStands(endpoint)
      const names = (of: Stands) => Object.values(of).flat().sort()
      assert.deepEqual(
        names(own).filter(name => !names(stands).includes(name)),
        [],
      )
      await taskOf(endpoint, { cluster, deployment, status: 'RUNNING' })
      await until('its build to say more', async () => {
        const { lines } = await cli.json<{ lines: { text: string }[] }>(['logs', 'long', 'development'])
        return lines.some(({ text }) => text === 'at it')
      })
    },
    /** In the midst of its build. */
    async uninstall(): Promise<void> {
      const { taskArn } = await taskOf(endpoint, { cluster, deployment, status: 'RUNNING' })
      const uninstall = ['uninstall', ...place, '--delete-data']
      const { error } = await cli.refusal(uninstall)
      assert.match(error.message, /A build runs and would be stopped/)
      await cli.json([...uninstall, '--yes'])
      assert.deepEqual(await machines.running(taskArn), [])
    },
  }
}
