import assert from 'node:assert/strict'
import { pruneArtifacts } from '../../src/core/deployment/kept-artifacts.ts'
import type { World } from '../support/world/world.ts'
import { aIsLive, bIsLive, type Scenario, type Step } from './scenario.ts'

const push = (commit: string): Step[] => [['push', commit], ['look'], ['calm']]

const hour = 60 * 60_000

/** Artifacts younger than a day are spared, since they may not be recorded yet. */
const pruned: Step[] = [
  ['wait', 25 * hour],
  ['check', ({ bare }) => pruneArtifacts(bare)],
]

/** The newest machine deployed a kept artifact, and tested nothing; or else it built. */
const built = (expected: boolean): Step => [
  'check',
  ({ machines }: World) => {
    const job = machines.all.at(-1)?.job
    assert.equal(job?.artifact === null, expected)
  },
]

export const rollbacks: Scenario[] = [
  {
    name: 'a rollback deploys the artifact of the success before',
    steps: [...bIsLive, ['roll back', 'development'], ['calm'], built(false)],
    ends: {
      development: {
        status: 'deployed',
        live: 3,
        history: ['#1 push a succeeded', '#2 push b succeeded', '#3 rollback a succeeded'],
      },
    },
  },
  {
    name: 'rolled back twice, it is two steps back, and there it ends',
    steps: [
      ...([...bIsLive, ...push('c'), ['roll back', 'development'], ['calm']] satisfies Step[]),
      ...([['roll back', 'development'], ['calm']] satisfies Step[]),
      ['roll back', 'development', { refused: 'nothing_to_roll_back_to' }],
    ],
    ends: {
      development: {
        live: 5,
        history: [
          ...['#1 push a succeeded', '#2 push b succeeded', '#3 push c succeeded'],
          ...['#4 rollback b succeeded', '#5 rollback a succeeded'],
        ],
      },
    },
  },
  {
    name: 'a rollback after a rollback and a bad push returns to what was live before, not to what was rolled back',
    steps: [
      ...([...bIsLive, ['roll back', 'development'], ['calm']] satisfies Step[]),
      ...([...push('c'), ['roll back', 'development']] satisfies Step[]),
    ],
    ends: {
      development: {
        live: 5,
        history: [
          '#1 push a succeeded',
          '#2 push b succeeded',
          '#3 rollback a succeeded',
          '#4 push c succeeded',
          '#5 rollback a succeeded',
        ],
      },
    },
  },
  {
    name: 'where the live commit was deployed more than once, a rollback goes to the commit before it',
    steps: [
      ...([...bIsLive, ['deploy', 'development', { commit: 'b' }], ['calm']] satisfies Step[]),
      ...([['roll back', 'development'], ['calm'], built(false)] satisfies Step[]),
      ['see', 'development', { live: 4 }],
      ['roll back', 'development', { refused: 'nothing_to_roll_back_to' }],
    ],
    ends: {
      development: {
        live: 4,
        history: [
          ...['#1 push a succeeded', '#2 push b succeeded'],
          ...['#3 manual b succeeded', '#4 rollback a succeeded'],
        ],
      },
    },
  },
  {
    name: 'a rollback to the live commit itself is only made when it is named',
    steps: [
      ...([...aIsLive, ['deploy', 'development', { commit: 'a' }], ['calm']] satisfies Step[]),
      ['roll back', 'development', { refused: 'nothing_to_roll_back_to' }],
      ...([['roll back', 'development', { to: 1 }], ['calm']] satisfies Step[]),
    ],
    ends: { development: { live: 3 } },
  },
  {
    name: 'a rollback to a rollback returns to what that one returned to',
    steps: [
      ...([...bIsLive, ['roll back', 'development'], ['calm'], ...push('c')] satisfies Step[]),
      ...([['roll back', 'development', { to: 3 }], ['calm'], built(false)] satisfies Step[]),
      ['roll back', 'development', { refused: 'nothing_to_roll_back_to' }],
    ],
    ends: { development: { live: 5 } },
  },
  {
    name: 'a rollback may name any success, and nothing else',
    steps: [
      ...([...bIsLive, ['machines', ['test-fails']], ...push('c'), ...push('d')] satisfies Step[]),
      ['roll back', 'development', { to: 3, refused: 'nothing_to_roll_back_to' }],
      ['roll back', 'development', { to: 9, refused: 'deployment_not_found' }],
      ['roll back', 'staging', { refused: 'nothing_to_roll_back_to' }],
      ['roll back', 'development', { to: 2 }],
    ],
    ends: { development: { live: 5 } },
  },
  {
    name: 'without its artifact a rollback builds the commit again',
    steps: [
      ...([...bIsLive, ...push('c'), ...pruned, ['roll back', 'development', { to: 1 }]] satisfies Step[]),
      ...([['calm'], built(true)] satisfies Step[]),
    ],
    ends: { development: { status: 'deployed', live: 4 } },
  },
  {
    name: 'an artifact that a waiting rollback needs is not pruned',
    steps: [
      ...([...bIsLive, ['wait', 25 * hour], ['push', 'c'], ['look']] satisfies Step[]),
      ...([['roll back', 'development', { to: 1 }], ['work', 'development'], ['tick']] satisfies Step[]),
      ['check', ({ bare }) => pruneArtifacts(bare)],
      [
        'check',
        async ({ bare }) => {
          const target = await bare.deployments.find('shop', 'development', 1)
          await bare.artifacts.get(target?.artifact?.digest ?? '')
        },
      ],
      ...([['calm'], built(false)] satisfies Step[]),
    ],
    ends: { development: { live: 4 } },
  },
  {
    name: 'after a teardown a rollback brings back what was live',
    steps: [...aIsLive, ['tear down', 'development'], ['calm'], ['roll back', 'development']],
    ends: { development: { status: 'deployed', live: 3 } },
  },
]
