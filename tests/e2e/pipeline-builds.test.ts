import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import type { Deployment } from '../../src/contract/deployment.ts'
import { buildProcesses } from '../support/pipeline/processes.ts'
import { Scene } from '../support/pipeline/scene.ts'
import { until } from '../support/pipeline/until.ts'

const long = 600_000
let scene: Scene

// One build at a time, and as plain processes: nothing but Trellis itself ends what a build leaves running.
before(async () => {
  scene = await Scene.start('--builds', '1', '--isolation', 'process')
  await scene.addAccount()
  scene.push({ version: 'v1' })
  await scene.cli.json(['app', 'create', 'shop', '--repo', scene.repository.path, '--account', 'acme'])
  await scene.ended('shop', 'development', 1)
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--no-branch'])
})
after(() => scene?.close())

const processesOf = ({ id }: Deployment): number[] => buildProcesses().get(id) ?? []

/** Deploys a build that takes long, and waits for its processes: the step, and what it forked in sessions of their own. */
async function running(version: string, step: 'test' | 'deploy'): Promise<Deployment> {
  const commit = scene.push({ version, [step]: long, daemons: true })
  return inside(await scene.cli.json<Deployment>(['deploy', 'shop', 'development', '--commit', commit]), step)
}

async function inside(deployment: Deployment, step: 'test' | 'deploy'): Promise<Deployment> {
  await until(`the ${step} step`, async () => (await at(deployment)).phases.at(-1)?.name === step)
  await until('the processes of the build', () => processesOf(deployment).length >= 5)
  return at(deployment)
}

/** What was asked for last; the latest is what was attempted last. */
async function newest(environment: string): Promise<Deployment> {
  const query = { environment, limit: 1 }
  const [found] = await scene.server.client.call('listDeployments', { params: { app: 'shop' }, query })
  if (!found) throw new Error(`${environment} was never deployed`)
  return found
}

const at = ({ app, environment, number }: Deployment): Promise<Deployment> => scene.show(app, environment, number)

test('whoever waits is told behind what, and a cancel ends the whole tree of processes', async () => {
  const busy = await running('v2', 'test')
  const waiting = await scene.cli.json<Deployment>(['promote', 'shop', 'development'])
  assert.deepEqual([waiting.environment, waiting.state], ['staging', 'queued'])
  assert.match((await at(waiting)).behind ?? '', /shop\/development #\d+|limit|builds?/)
  const told = await scene.cli.run(['logs', 'shop', 'staging'])
  assert.match(told.out + told.err, /development/, 'people are told, too')

  const cancelled = await scene.cli.json<Deployment>(['cancel', 'shop', 'development'])
  assert.equal(cancelled.number, busy.number)
  const over = await scene.ended('shop', 'development', busy.number)
  assert.equal(over.state, 'cancelled')
  assert.equal(over.cancelRequestedBy?.name, 'owner')
  assert.deepEqual(processesOf(over), [])
  assert.equal((await scene.ended('shop', 'staging', waiting.number)).state, 'succeeded', 'the next one starts')
  const { code, error } = await scene.cli.refusal(['cancel', 'shop', 'development'])
  assert.deepEqual([code, error.code], [4, 'nothing_to_cancel'])
})

test('what waits can be cancelled, and whoever follows learns of it', async () => {
  const busy = await running('v3', 'deploy')
  const waiting = await scene.cli.json<Deployment>(['deploy', 'shop', 'staging'])
  const following = scene.cli.json<Deployment>(['deploy', 'shop', 'staging', '--follow'], { code: 1 })
  const second = await until('the second to wait', async () => {
    const found = await newest('staging')
    return found.number > waiting.number && found
  })
  for (const { number } of [waiting, second]) {
    const cancelled = await scene.cli.json<Deployment>(['cancel', 'shop', 'staging'])
    assert.deepEqual([cancelled.number, cancelled.state], [number, 'cancelled'])
  }
  assert.equal((await following).state, 'cancelled')
  await scene.cli.json(['cancel', 'shop', 'development'])
  const over = await scene.ended('shop', 'development', busy.number)
  assert.equal(over.state, 'cancelled')
  assert.deepEqual(processesOf(over), [])
  assert.equal((await scene.environment('shop', 'development')).status, 'error', 'it had begun to change the cloud')
})

test('a newer push replaces one that waits; what a person asked for stays', async () => {
  const commit = scene.push({ version: 'v4', test: long, daemons: true })
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--branch', 'main'])
  const busy = await inside(
    await until('the first push', async () => {
      const seen = await newest('development')
      return seen.commit === commit && seen
    }),
    'test',
  )
  const replaced = scene.push({ version: 'v5' })
  await until('the second push to wait', async () => (await newest('development')).commit === replaced)
  const asked = await scene.cli.json<Deployment>(['deploy', 'shop', 'development', '--branch', 'main'])
  const last = scene.push({ version: 'v7' })
  await until('the last push to wait', async () => (await newest('development')).commit === last)
  await scene.cli.json(['cancel', 'shop', 'development'])
  assert.equal((await scene.ended('shop', 'development', busy.number)).state, 'cancelled')
  assert.equal((await scene.ended('shop', 'development', asked.number)).state, 'succeeded')
  assert.equal((await scene.pushed('shop', replaced)).state, 'superseded')
  assert.equal((await scene.pushed('shop', last)).state, 'succeeded')
  assert.equal(scene.cloud.stands.get('shop/development')?.version, 'v7')
})

test('a build that takes too long is stopped with all it started', async () => {
  await scene.cli.json(['environment', 'set', 'shop', 'development', '--no-branch', '--timeout', '1m'])
  const busy = await running('v8', 'test')
  passTime(busy)
  const over = await scene.ended('shop', 'development', busy.number)
  assert.deepEqual([over.state, over.failure?.code, over.failure?.phase], ['failed', 'timed_out', 'test'])
  assert.match(over.failure?.hint ?? '', /--timeout/)
  assert.deepEqual(processesOf(over), [])
})

/** As if its minute, the least that can be set, were over: nobody wants to wait for it. */
function passTime({ id }: Deployment): void {
  using records = new DatabaseSync(join(scene.home, 'trellis.db'), { timeout: 10_000 })
  const set = "SET version = version + 1, record = json_set(record, '$.version', version + 1, '$.deadlineAt', ?)"
  records.prepare(`UPDATE deployments ${set} WHERE id = ?`).run(Date.now() - 1, id)
}
