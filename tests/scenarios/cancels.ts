import assert from 'node:assert/strict'
import { aIsLive, type Scenario } from './scenario.ts'

export const cancels: Scenario[] = [
  {
    name: 'nothing is cancelled where nothing runs',
    steps: [['cancel', 'development', { refused: 'nothing_to_cancel' }]],
    ends: { development: { history: [] } },
  },
  {
    name: 'of what is named no other is cancelled in its stead',
    steps: [
      ...([['push', 'a'], ['look'], ['work', 'development']] satisfies Scenario['steps']),
      ...([['push', 'b'], ['look']] satisfies Scenario['steps']),
      ['cancel', 'development', { number: 1, refused: 'nothing_to_cancel' }],
      ['cancel', 'development', { number: 9, refused: 'nothing_to_cancel' }],
      ['cancel', 'development', { number: 2 }],
      ['calm'],
    ],
    ends: { development: { live: 1, history: ['#1 push a succeeded', '#2 push b cancelled'] } },
  },
  {
    name: 'what waits is cancelled by its number, while another one runs',
    steps: [['push', 'a'], ['look'], ['push', 'b'], ['look'], ['cancel', 'development', { number: 2 }], ['calm']],
    ends: { development: { live: 1, history: ['#1 push a succeeded', '#2 push b cancelled'] } },
  },
  {
    name: 'what runs is cancelled before what waits',
    steps: [['push', 'a'], ['look'], ['push', 'b'], ['look'], ['cancel', 'development'], ['calm']],
    ends: { development: { live: 2, history: ['#1 push a cancelled', '#2 push b succeeded'] } },
  },
  {
    name: 'what waits is cancelled at once',
    limits: { builds: 1 },
    steps: [['push', 'a'], ['look'], ['deploy', 'staging'], ['cancel', 'staging']],
    ends: { staging: { status: 'empty', history: ['#1 manual a cancelled'] }, development: { live: 1 } },
  },
  {
    name: 'a runner that works stops by itself, and before the cloud changed nothing is lost',
    steps: [
      ...aIsLive,
      ...([['push', 'b'], ['look'], ['work', 'development', 'naming']] satisfies Scenario['steps']),
      ...([['cancel', 'development'], ['work', 'development'], ['tick']] satisfies Scenario['steps']),
    ],
    ends: {
      development: {
        status: 'deployed',
        live: 1,
        history: ['#1 push a succeeded', '#2 push b cancelled'],
        lastLine: 'Cancelled by ada.',
      },
    },
  },
  {
    name: 'a stack that changes is stopped before its environment is free',
    steps: [
      ...([['machines', ['hangs-in-cloud']], ['push', 'a'], ['look']] satisfies Scenario['steps']),
      ...([
        ['work', 'development', 'hang'],
        ['cancel', 'development'],
      ] satisfies Scenario['steps']),
      ...([['push', 'b'], ['look'], ['world', { cloud: 'is silent' }]] satisfies Scenario['steps']),
      ...([
        ['wait', 11_000],
        ['tick', 2],
      ] satisfies Scenario['steps']),
      ['see', 'development', { status: 'deploying', live: null }],
      ['cancel', 'development'],
      ['check', world => assert.deepEqual(world.cloud.settled, [])],
      ...([['world', { cloud: 'answers' }], ['wait', 5_000], ['tick']] satisfies Scenario['steps']),
      ['check', world => assert.deepEqual(world.cloud.settled, ['eu-central-1/development-Stack'])],
    ],
    ends: { development: { live: 2, history: ['#1 push a cancelled', '#2 push b succeeded'] } },
  },
  {
    name: 'a runner that does not obey is killed',
    steps: [
      ...([
        ['machines', ['deaf']],
        ['push', 'a'],
        ['look'],
        ['work', 'development', 'hang'],
      ] satisfies Scenario['steps']),
      ...([
        ['cancel', 'development'],
        ['tick', 2],
      ] satisfies Scenario['steps']),
      ['check', world => assert.equal(world.machines.alive.length, 1)],
      ...([
        ['wait', 11_000],
        ['tick', 2],
      ] satisfies Scenario['steps']),
      ['check', world => assert.equal(world.machines.alive.length, 0)],
    ],
    ends: { development: { status: 'error', live: null, history: ['#1 push a cancelled'] } },
  },
]
