import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ListTasksCommand, RunTaskCommand } from '@aws-sdk/client-ecs'
import { fakeEcs } from '../../adapters/aws/testing/fake-ecs.ts'
import { countMachines, stopMachines } from './stop-machines.ts'

async function scene(t: TestContext, machines: number) {
  const ecs = await fakeEcs(t)
  for (let at = 0; at < machines; at++) {
    const own = { clientToken: `${at}`, startedBy: `trellis/${at}` }
    await ecs.client.send(new RunTaskCommand({ cluster: 'trellis', taskDefinition: 'build', ...own }))
  }
  const said: string[] = []
  return { ecs, said, stop: () => stopMachines(ecs.client, 'trellis', line => said.push(line)) }
}

test('build machines that run are stopped, and are gone before the stack is deleted', async t => {
  const { ecs, said, stop } = await scene(t, 2)
  ecs.looksUntilGone = 1
  await stop()
  assert.ok(ecs.tasks.every(one => one.lastStatus === 'STOPPED'))
  assert.deepEqual(said, ['Stopping 2 build machines.'])
})

test('one that was told to stop before is waited for', async t => {
  const { ecs, said, stop } = await scene(t, 1)
  Object.assign(ecs.tasks[0] ?? {}, { desiredStatus: 'STOPPED', lastStatus: 'STOPPING' })
  await stop()
  assert.deepEqual([ecs.tasks[0]?.lastStatus, said], ['STOPPED', ['Stopping a build machine.']])
  assert.ok(!ecs.calls.includes('StopTask'))
})

test('it gives up where others are started as fast as they are stopped', async t => {
  const { ecs } = await scene(t, 0)
  let started = 0
  const startAnother = async () => {
    const own = { clientToken: `more-${started}`, startedBy: `trellis/${started++}` }
    await ecs.client.send(new RunTaskCommand({ cluster: 'trellis', taskDefinition: 'build', ...own }))
  }
  ecs.looksUntilGone = 0
  const send = ecs.client.send.bind(ecs.client)
  const client = Object.assign(Object.create(ecs.client), {
    async send(command: Parameters<typeof send>[0]) {
      if (command instanceof ListTasksCommand && command.input.desiredStatus === undefined) await startAnother()
      return send(command)
    },
  })
  await assert.rejects(
    stopMachines(client, 'trellis', () => {}),
    { code: 'installation_failed' },
  )
  assert.ok(started > 1 && started < 100)
})

test('where none runs, the cluster has gone already, or nobody may look, the rest goes on', async t => {
  const { ecs, said, stop } = await scene(t, 0)
  await stop()
  ecs.listing.push({ error: 'ClusterNotFoundException' })
  await stop()
  assert.deepEqual(said, [])
  ecs.listing.push({ error: 'AccessDeniedException', message: 'not authorized to perform: ecs:ListTasks' })
  await stop()
  assert.match(said.join(), /could not be seen: not authorized to perform: ecs:ListTasks/)
  assert.ok(!ecs.calls.includes('StopTask'))
})

test('those that run are counted, and where nobody may look it is no count', async t => {
  const { ecs } = await scene(t, 2)
  assert.equal(await countMachines(ecs.client, 'trellis'), 2)
  ecs.listing.push({ error: 'ClusterNotFoundException' }, { error: 'AccessDeniedException' })
  assert.deepEqual([await countMachines(ecs.client, 'trellis'), await countMachines(ecs.client, 'trellis')], [0, null])
})
