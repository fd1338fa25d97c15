import assert from 'node:assert/strict'
import type { World } from '../support/world/world.ts'
import { aIsLive, type Scenario, type Step } from './scenario.ts'

const pushed: Step[] = [['push', 'a'], ['look']]
const quota = 'The quota is used up.'

/** How long it has waited for its machine, in minutes, and why. */
const waits = async ({ bare, clock }: World): Promise<unknown[]> =>
  (await bare.deployments.open()).flatMap(({ noMachine }) =>
    noMachine ? [Math.floor((clock.now() - Date.parse(noMachine.since)) / 60_000), noMachine.problem] : [],
  )

/** Of a server, which sweeps: it is gone as soon as a machine is on its way, before it can say so. */
async function endsOnceItStarted({ up, core, turns, machines }: World): Promise<void> {
  const [server] = up
  const sweeps = assert.rejects(server?.call(ports => core.sweep(ports)) ?? assert.fail())
  for (let taken = 0; machines.all.length === 0 && taken < 1_000; taken += 1) await turns.some(1)
  assert.equal(machines.all.length, 1)
  server?.kill()
  await sweeps
}

export const noRoom: Scenario[] = [
  {
    name: 'a deployment waits for its machine where there is no room, saying so, and none of its time is lost',
    steps: [
      ...([['set', 'development', { timeoutMinutes: 2 }], ['world', { room: 'none' }], ...pushed] satisfies Step[]),
      ...([
        ['wait', 5_000],
        ['tick', 3],
      ] satisfies Step[]),
      ['check', world => assert.equal(world.machines.starts, 1, 'not yet')],
      ...([
        ['wait', 5_000],
        ['tick', 3],
        ['see', 'development', { status: 'deploying' }],
      ] satisfies Step[]),
      ['check', async world => assert.deepEqual([world.machines.starts, ...(await waits(world))], [2, 0, quota])],
      ...([['wait', 5 * 60_000], ['tick'], ['push', 'b'], ['look'], ['crash'], ['restart']] satisfies Step[]),
      ...([['wait', 70_000], ['world', { room: 'some' }], ['tick']] satisfies Step[]),
      ['check', async world => assert.deepEqual([world.machines.all.length, ...(await waits(world))], [1])],
    ],
    ends: { development: { live: 2, history: ['#1 push a succeeded', '#2 push b succeeded'] } },
  },
  {
    name: 'one that gets no machine for an hour fails with the reason, and the environment is free',
    steps: [
      ...([['world', { room: 'none' }], ...pushed] satisfies Step[]),
      ...Array.from({ length: 61 }, (): Step[] => [
        ['wait', 61_000],
        ['tick', 2],
      ]).flat(),
      ['see', 'development', { status: 'empty', history: ['#1 push a failed machine_unavailable'] }],
      ['check', world => assert.ok(world.machines.starts >= 60 && world.machines.starts < 65)],
      ['world', { room: 'some' }],
      ['deploy', 'development'],
    ],
    ends: {
      development: { live: 2, history: ['#1 push a failed machine_unavailable', '#2 manual a succeeded'] },
    },
  },
  {
    name: 'where one was refused, nobody else asks for the same machine at that moment, and each has its end',
    steps: [
      ...([
        ...aIsLive,
        ['world', { room: 'none' }],
        ['promote', 'development'],
        ['push', 'b'],
        ['look'],
      ] satisfies Step[]),
      ...([['wait', 61_000], ['tick']] satisfies Step[]),
      ['check', world => assert.equal(world.machines.starts, 4, 'one for a, two at first, one again')],
      ...([
        ['wait', 60 * 60_000],
        ['tick', 2],
      ] satisfies Step[]),
    ],
    ends: {
      development: { live: 1, history: ['#1 push a succeeded', '#2 push b failed machine_unavailable'] },
      staging: { history: ['#1 promotion a failed machine_unavailable'] },
    },
  },
  {
    name: 'one that waits for its machine can be cancelled, and a machine that comes at that moment is stopped',
    steps: [
      ...([
        ['world', { room: 'none' }],
        ...pushed,
        ['wait', 61_000],
        ['tick'],
        ['cancel', 'development'],
      ] satisfies Step[]),
      ...([['tick'], ['see', 'development', { status: 'empty' }], ['world', { room: 'some' }]] satisfies Step[]),
      ...([
        ['wait', 61_000],
        ['tick', 2],
      ] satisfies Step[]),
      ['check', world => assert.equal(world.machines.all.length, 0)],
    ],
    ends: { development: { status: 'empty', live: null, history: ['#1 push a cancelled'] } },
  },
  {
    name: 'a deployment whose machine works waits for none, although the server ended that asked for it',
    steps: [
      ...([['world', { room: 'none' }], ...pushed, ['wait', 10_000], ['world', { room: 'some' }]] satisfies Step[]),
      ['check', endsOnceItStarted],
      ['check', async world => assert.deepEqual(await waits(world), [0, quota])],
      ['work', 'development', 'cloud-changing'],
      ['check', async world => assert.deepEqual(await waits(world), [])],
    ],
    ends: { development: { live: 1, history: ['#1 push a succeeded'] } },
  },
]
