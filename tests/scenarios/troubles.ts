import assert from 'node:assert/strict'
import { whyEnded } from '../../src/adapters/aws/ecs-words.ts'
import type { World } from '../support/world/world.ts'
import { aIsLive, type Scenario, type Step } from './scenario.ts'

const pushed: Step[] = [['push', 'a'], ['look']]
const hour = 61 * 60_000

const noImage = whyEnded({ stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: not found' })
const stopped = whyEnded({ stopCode: 'UserInitiated', stoppedReason: 'Stopped by jane in the console' })
const noMemory = whyEnded({ containers: [{ reason: 'OutOfMemoryError: Container killed due to memory usage' }] })

/** The deployment, which is the only one, and the last line of its log. */
const failedWith =
  (message: RegExp, hint = /./) =>
  async ({ bare }: World): Promise<void> => {
    const [{ id, failure } = assert.fail()] = await bare.deployments.list({ limit: 1 })
    assert.match(failure?.message ?? '', message)
    assert.match(failure?.hint ?? '', hint)
    assert.equal((await bare.logs.read(id, 1, 1_000)).lines.at(-1)?.text, failure?.message)
  }

export const troubles: Scenario[] = [
  {
    name: 'a deployment that takes too long is stopped',
    steps: [
      ...([['machines', ['hangs']], ...pushed, ['work', 'development', 'hang'], ['wait', hour]] satisfies Step[]),
      ...([['work', 'development'], ['tick']] satisfies Step[]),
    ],
    ends: { development: { status: 'empty', history: ['#1 push a failed timed_out'] } },
  },
  {
    name: 'one that takes too long while its stack changes ends that, too, before its environment is free',
    steps: [
      ...([['machines', ['hangs-in-cloud']], ...pushed, ['work', 'development', 'hang']] satisfies Step[]),
      ...([['wait', hour], ['world', { cloud: 'is silent' }], ['work', 'development'], ['tick']] satisfies Step[]),
      ['see', 'development', { status: 'deploying' }],
      ...([['world', { cloud: 'answers' }], ['wait', 5_000], ['tick']] satisfies Step[]),
      ['check', world => assert.deepEqual(world.cloud.settled, ['eu-central-1/development-Stack'])],
    ],
    ends: { development: { status: 'error', history: ['#1 push a failed timed_out'] } },
  },
  {
    name: 'a machine that never started is started again',
    steps: [
      ...([['machines', ['stillborn']], ...pushed, ['tick'], ['wait', 31_000], ['tick']] satisfies Step[]),
      ['check', world => assert.equal(world.machines.all.length, 2)],
    ],
    ends: { development: { live: 1, history: ['#1 push a succeeded'] } },
  },
  {
    name: 'one that cannot start, as its place says, is not started again, though nobody told of its end',
    steps: [
      ...([['world', { known: noImage }], ['machines', ['stillborn']], ...pushed] satisfies Step[]),
      ...([
        ['wait', 31_000],
        ['tick', 2],
      ] satisfies Step[]),
      ['check', world => assert.equal(world.machines.all.length, 1)],
      ['check', failedWith(/^The build machine ended: TaskFailedToStart; CannotPull/, /--no-image/)],
    ],
    ends: { development: { status: 'empty', history: ['#1 push a failed runner_lost'] } },
  },
  {
    name: 'of machines that die young without a word a third is the last',
    steps: [
      ...([['machines', ['stillborn', 'stillborn', 'stillborn']], ...pushed] satisfies Step[]),
      ...Array.from({ length: 3 }, (): Step[] => [
        ['wait', 31_000],
        ['tick', 2],
      ]).flat(),
      ['check', world => assert.equal(world.machines.all.length, 3)],
      ['check', failedWith(/^Of 3 build machines in turn none began its job/)],
    ],
    ends: { development: { status: 'empty', history: ['#1 push a failed runner_lost'] } },
  },
  {
    name: 'one that takes longer than a lease to be there is waited for, and has its lease then',
    steps: [
      ...([['world', { machines: 'slow' }], ...pushed] satisfies Step[]),
      ...Array.from({ length: 8 }, (): Step[] => [
        ['wait', 20_000],
        ['tick', 2],
      ]).flat(),
      ...([
        ['world', { machines: 'quick' }],
        ['wait', 10_000],
        ['tick', 2],
      ] satisfies Step[]),
      ['see', 'development', { status: 'deploying' }],
      ['check', world => assert.equal(world.machines.all.length, 1)],
    ],
    ends: { development: { live: 1, history: ['#1 push a succeeded'] } },
  },
  {
    name: 'a runner that is told to end by its machine ends with the reason of whoever ended that',
    steps: [
      ...([['world', { known: stopped }], ['machines', ['told-to-end']], ...pushed] satisfies Step[]),
      ...([
        ['work', 'development'],
        ['tick', 2],
      ] satisfies Step[]),
      ['check', failedWith(/^The build machine ended: UserInitiated; Stopped by jane in the console$/, /Deploy again/)],
    ],
    ends: { development: { status: 'empty', history: ['#1 push a failed runner_lost'] } },
  },
  {
    name: 'one that is told to end, and of whose machine nobody knows why, says that much',
    steps: [
      ...([['machines', ['told-to-end']], ...pushed, ['work', 'development'], ['tick', 2]] satisfies Step[]),
      ['check', failedWith(/told to end/)],
    ],
    ends: { development: { status: 'empty', history: ['#1 push a failed runner_lost'] } },
  },
  {
    name: 'a runner that vanished ends with the reason that its place gives, though nobody told of it',
    steps: [
      ...([['world', { known: noMemory }], ['machines', ['dies']], ...pushed] satisfies Step[]),
      ...([
        ['work', 'development'],
        ['tick', 2],
      ] satisfies Step[]),
      ['check', failedWith(/OutOfMemoryError/, /--memory/)],
    ],
    ends: { development: { status: 'empty', history: ['#1 push a failed runner_lost'] } },
  },
  {
    name: 'a machine that cannot be started fails its deployment, and tells no token',
    steps: [['world', { failingStarts: 1 }], ...pushed],
    ends: { development: { status: 'empty', live: null, history: ['#1 push a failed internal'] } },
  },
  {
    name: 'a runner that is gone is missed at once',
    steps: [...([['machines', ['dies']], ...pushed, ['work', 'development'], ['tick', 2]] satisfies Step[])],
    ends: { development: { status: 'empty', history: ['#1 push a failed runner_lost'] } },
  },
  {
    name: 'a runner that falls silent is missed when its lease ends, and its stack is stopped',
    steps: [
      ...([['machines', ['hangs-in-cloud']], ...pushed, ['work', 'development', 'hang']] satisfies Step[]),
      ...([['tick'], ['see', 'development', { status: 'deploying' }], ['wait', 31_000], ['tick', 2]] satisfies Step[]),
      ['check', world => assert.deepEqual(world.cloud.settled, ['eu-central-1/development-Stack'])],
    ],
    ends: { development: { status: 'error', history: ['#1 push a failed runner_lost'] } },
  },
  {
    name: 'a server that dies and returns goes on where it was, with the runner that outlived it',
    steps: [
      ...([...pushed, ['push', 'b'], ['look'], ['work', 'development', 'begin'], ['crash']] satisfies Step[]),
      ...([['wait', 5 * 60_000], ['restart'], ['work', 'development'], ['calm']] satisfies Step[]),
    ],
    ends: { development: { live: 2, history: ['#1 push a succeeded', '#2 push b succeeded'] } },
  },
  {
    name: 'a cloud that does not answer keeps the environment taken, until it is given up',
    steps: [
      ...([['machines', ['stack-fails']], ...pushed, ['world', { cloud: 'is silent' }]] satisfies Step[]),
      ...([['work', 'development'], ['tick'], ['wait', 300_000], ['tick']] satisfies Step[]),
      ['see', 'development', { status: 'deploying' }],
      ...([['wait', 400_000], ['tick'], ['see', 'development', { status: 'error', live: null }]] satisfies Step[]),
    ],
    ends: { development: { status: 'error', history: ['#1 push a failed stack_failed'] } },
  },
  {
    name: 'a cloud whose answer never comes is given up as well',
    steps: [
      ...([['machines', ['stack-fails']], ...pushed, ['world', { cloud: 'hangs' }]] satisfies Step[]),
      ...([['work', 'development'], ['tick'], ['wait', 700_000], ['tick']] satisfies Step[]),
      ['see', 'development', { status: 'error', live: null }],
    ],
    ends: { development: { status: 'error', history: ['#1 push a failed stack_failed'] } },
  },
  {
    name: 'an account without credentials fails the deployment when it begins',
    steps: [['world', { credentials: 'expired' }], ...pushed, ['work', 'development'], ['tick']],
    ends: { development: { status: 'empty', history: ['#1 push a failed credentials_expired'] } },
  },
  {
    name: 'events that arrive twice change nothing',
    steps: [
      ...([...pushed, ['work', 'development', 'begin'], ['repeat', 'development']] satisfies Step[]),
      ...([
        ['work', 'development', 'finished'],
        ['repeat', 'development'],
        ['work', 'development'],
      ] satisfies Step[]),
      ['repeat', 'development'],
    ],
    ends: { development: { live: 1, history: ['#1 push a succeeded'], lastLine: 'done' } },
  },
  {
    name: 'a full disk loses no line, and the deployment goes on when there is room',
    steps: [
      ...([...aIsLive, ['push', 'b'], ['look'], ['work', 'development', 'phase-started']] satisfies Step[]),
      ['world', { disk: 'full' }],
      [
        'check',
        async world => {
          const [server] = world.up
          for (let tries = 0; server && tries < 5; tries += 1)
            await world.alone(Promise.all(world.machines.alive.map(one => one.step(server))))
        },
      ],
      ['see', 'development', { status: 'deploying', live: 1 }],
      ...([
        ['world', { disk: 'free' }],
        ['work', 'development'],
      ] satisfies Step[]),
    ],
    ends: { development: { live: 2, history: ['#1 push a succeeded', '#2 push b succeeded'] } },
  },
]
