import { aIsEverywhere, aIsLive, bIsLive, type Scenario } from './scenario.ts'

export const people: Scenario[] = [
  {
    name: 'a promotion goes to the next environment, with the commit that is live',
    steps: [...bIsLive, ['machines', ['test-fails']], ['push', 'c'], ['look'], ['calm'], ['promote', 'development']],
    ends: {
      development: { live: 2 },
      staging: { status: 'deployed', live: 1, history: ['#1 promotion b succeeded'] },
      production: { status: 'empty' },
    },
  },
  {
    name: 'a promotion may name its target, and nothing else reaches production',
    steps: [...aIsLive, ['promote', 'development', { to: 'production' }]],
    ends: { production: { status: 'deployed', live: 1, history: ['#1 promotion a succeeded'] } },
  },
  {
    name: 'nothing is promoted from an empty, to the same or beyond the last environment',
    steps: [
      ['promote', 'staging', { refused: 'nothing_to_promote' }],
      ...aIsEverywhere,
      ['promote', 'production', { refused: 'no_next_environment' }],
      ['promote', 'development', { to: 'development', refused: 'invalid_input' }],
      ['promote', 'development', { to: 'nowhere', refused: 'environment_not_found' }],
    ],
    ends: { production: { live: 1, history: ['#1 promotion a succeeded'] } },
  },
  {
    name: 'production refuses to be deployed to, and to follow a branch',
    steps: [
      ...aIsLive,
      ['deploy', 'production', { refused: 'environment_protected' }],
      ['set', 'production', { branch: 'main', refused: 'environment_protected' }],
      ['set', 'development', { protected: true, refused: 'environment_protected' }],
      ...([['push', 'b'], ['look'], ['calm']] satisfies Scenario['steps']),
    ],
    ends: { production: { status: 'empty', history: [] }, development: { live: 2 } },
  },
  {
    name: 'what waited while its environment was protected is refused when it would begin',
    steps: [
      ...([['push', 'a'], ['look'], ['push', 'b'], ['look']] satisfies Scenario['steps']),
      ['work', 'development', 'begin'],
      ['set', 'development', { protected: true, branch: null }],
      ['calm'],
    ],
    ends: { development: { live: 1, history: ['#1 push a succeeded', '#2 push b failed environment_protected'] } },
  },
  {
    name: 'an unknown commit, and half a one, are refused',
    steps: [
      ...aIsLive,
      ['deploy', 'staging', { commit: 'f', refused: 'commit_not_found' }],
      ['deploy', 'nowhere', { refused: 'environment_not_found' }],
    ],
    ends: { staging: { history: [] } },
  },
  {
    name: 'where an environment deploys to does not change under it',
    steps: [
      ...([['push', 'a'], ['look']] satisfies Scenario['steps']),
      ['set', 'development', { region: 'eu-west-1', refused: 'environment_busy' }],
      ['calm'],
      ['set', 'development', { region: 'eu-west-1', refused: 'environment_stands' }],
      ['tear down', 'development'],
      ['calm'],
      ['set', 'development', { region: 'eu-west-1' }],
    ],
    ends: { development: { status: 'removed', live: null } },
  },
  {
    name: 'a teardown removes the environment, once it is confirmed',
    steps: [
      ['tear down', 'development', { refused: 'nothing_to_tear_down' }],
      ...aIsLive,
      ['tear down', 'development', { confirm: 'yes', refused: 'confirmation_required' }],
      ['tear down', 'development'],
      ['see', 'development', { status: 'removing', live: 1 }],
    ],
    ends: {
      development: { status: 'removed', live: null, history: ['#1 push a succeeded', '#2 teardown a succeeded'] },
    },
  },
  {
    name: 'a teardown that fails can be tried again',
    steps: [
      ...aIsLive,
      ['machines', ['stack-fails']],
      ['tear down', 'development'],
      ['calm'],
      ['see', 'development', { status: 'error', live: 1 }],
      ['tear down', 'development'],
    ],
    ends: { development: { status: 'removed', live: null } },
  },
]
