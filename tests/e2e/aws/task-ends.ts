import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { createJobOrders } from '../../../src/adapters/aws/job-orders.ts'
import { createJobRunner } from '../../../src/adapters/aws/job-runner.ts'
import { fakeEcs } from '../../../src/adapters/aws/testing/fake-ecs.ts'
import { deploy } from '../../../src/core/deployment/deploy.ts'
import { claimJob } from '../../../src/core/job/claim-job.ts'
import type { JobRunner } from '../../../src/core/ports/job-runner.ts'
import type { Ports } from '../../../src/core/ports/ports.ts'
import { deliver } from '../../../src/core/recovery/deliver.ts'
import { sweep } from '../../../src/core/recovery/sweep.ts'
import { type Worker, work } from '../../../src/entry/aws/work.ts'
import { suite as jobRunner } from '../../contract/job-runner.ts'
import type { Ending } from '../../contract/places.ts'
import { withShop } from '../../contract/samples.ts'
import { ada, portsOn, shop } from './pipeline.ts'
import type { AwsPlace, AwsScene } from './place.ts'
import { endings, shapeOf, type TaskEnding } from './task-events.ts'

/** Tasks of a stand-in of ECS, with their orders in the emulator's S3. */
async function tasks(t: Ending, { s3, name }: Pick<AwsScene, 's3' | 'name'>) {
  const ecs = await fakeEcs(t)
  const orders = createJobOrders(s3, name, { url: 'https://trellis.example', runner: { bucket: name, key: 'runner' } })
  const tokenOf = async (id: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key: `orders/${id}` }))
    return JSON.parse((await Body?.transformToString()) ?? '').token
  }
  const open = (): JobRunner =>
    createJobRunner(ecs.client, orders, {
      ...{ cluster: 'trellis', taskDefinitions: { arm64: 'build-arm64', x86: 'build-x86' }, container: 'build' },
      ...{ subnets: ['subnet-1'], securityGroups: ['sg-1'], patienceMs: 5_000, pauseMs: 1 },
    })
  return { ecs, open, tokenOf }
}

/** An environment that is being deployed to, by a task of a stand-in of ECS, and the function that hears of tasks. */
export async function deploying(t: Ending, scene: Pick<AwsScene, 's3' | 'name' | 'stores'>) {
  const { ecs, open, tokenOf } = await tasks(t, scene)
  const jobs = open()
  const ports = portsOn(scene, jobs)
  await withShop(scene.stores)
  const unused = async () => undefined
  const live = { ...ports.live, settled: unused }
  const worker = { ports: { ...ports, live }, tidy: unused, archive: unused } as unknown as Worker
  const hear = (event: ReturnType<typeof shapeOf>) => work(worker, event, () => true)
  const begin = async () => {
    const { id } = await deploy(ports, ada, shop)
    return { id, task: ecs.tasks.at(-1) ?? assert.fail('no task was started') }
  }
  const take = async (id: string) => claimJob(ports, await tokenOf(id), 'the-session-of-a-runner')
  type Task = Awaited<ReturnType<typeof begin>>['task']
  const ends = (task: Task, how: TaskEnding) => {
    const { stopCode, stoppedReason, container } = endings[how]
    const stopped = { desiredStatus: 'STOPPED', lastStatus: 'STOPPED', stopCode, stoppedReason }
    Object.assign(task, stopped, { containers: [{ name: 'build', ...container }] })
    return shapeOf(how, task)
  }
  return { ports, ecs, hear, begin, take, ends }
}

/** It failed as ECS says, and its environment is free. */
async function endedSo(ports: Ports, id: string, how: TaskEnding): Promise<void> {
  const ended = await ports.deployments.get(id)
  assert.deepEqual([ended?.state, ended?.failure?.code], ['failed', 'runner_lost'], how)
  const { stopCode, stoppedReason, container } = endings[how]
  for (const reason of [stopCode, stoppedReason, ...Object.values(container).map(String)])
    assert.ok(ended?.failure?.message.includes(reason), `${how}: ${ended?.failure?.message}`)
  assert.equal((await ports.deployments.environment('shop', 'dev')).running, null, how)
}

export function suite(place: AwsPlace): void {
  jobRunner('aws', async test => {
    const { ecs, open } = await tasks(test, place(test))
    const living = (id: string) => ecs.tasks.filter(one => one.startedBy.endsWith(id) && one.lastStatus !== 'STOPPED')
    return { jobs: open(), restarted: open, count: id => living(id).length }
  })

  describe('A build machine that ends', { concurrency: true }, () => {
    test('however it does: the deployment has failed with that reason when the event was heard once, and its environment is free', async t => {
      const { ports, hear, begin, ends } = await deploying(t, place(t))
      for (const how of Object.keys(endings) as TaskEnding[]) {
        const { id, task } = await begin()
        await hear(ends(task, how))
        await endedSo(ports, id, how)
      }
    })

    for (const taken of [false, true]) {
      const when = taken ? 'it has its job' : 'it has no job yet'
      test(`however it does while ${when}, though the event is lost: the next sweep ends it with that reason, and starts no other`, async t => {
        const { ports, ecs, begin, take, ends } = await deploying(t, place(t))
        for (const [at, how] of (Object.keys(endings) as TaskEnding[]).entries()) {
          const { id, task } = await begin()
          if (taken) await take(id)
          ends(task, how)
          ports.clock.late += 60_000
          await sweep(ports)
          while ((await deliver(ports, error => assert.fail(String(error)))) > 0);
          await endedSo(ports, id, how)
          assert.equal(ecs.tasks.length, at + 1)
        }
      })
    }

    test('told twice and at once, it has one end, and the next deployment runs on', async t => {
      const { ports, hear, begin, ends } = await deploying(t, place(t))
      const one = await begin()
      const event = ends(one.task, 'it died')
      await Promise.all([hear(event), hear(event), hear(event)])
      const two = await begin()
      await hear(event)
      await hear(shapeOf('it ran out of memory', one.task))
      assert.match(
        (await ports.deployments.get(one.id))?.failure?.message ?? '',
        /EssentialContainerExited; .*exit code 1$/,
      )
      assert.equal((await ports.deployments.get(two.id))?.state, 'running')
      assert.equal((await ports.deployments.environment('shop', 'dev')).running, two.id)
      const log = (await ports.logs.read(one.id, 1, 10)).lines.map(line => line.text)
      assert.equal(log.filter(text => text.includes('build machine ended')).length, 1)
    })

    test('news of a machine in whose stead another one runs, or is about to, ends nothing', async t => {
      const { ports, ecs, hear, begin, ends } = await deploying(t, place(t))
      const { id, task } = await begin()
      await ports.jobs.start(id, 'another token')
      assert.equal(ecs.tasks.length, 2)
      await hear(ends(task, 'it died'))
      assert.equal((await ports.deployments.get(id))?.state, 'running')
      // As between the two calls of a start that replaces a machine.
      await ports.jobs.stop(id)
      const ours = shapeOf('somebody stopped it', ecs.tasks[1] ?? task)
      const detail = { ...ours.detail, stoppedReason: ecs.reasons.at(-1) ?? '' }
      await hear({ ...ours, detail } as unknown as typeof ours)
      assert.equal((await ports.deployments.get(id))?.state, 'running')
    })
  })
}
