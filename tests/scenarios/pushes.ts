import assert from 'node:assert/strict'
import { explainCommit } from '../../src/core/app/explain-commit.ts'
import { commitOf } from '../support/world/source-host.ts'
import { app } from '../support/world/world.ts'
import { aIsLive, type Scenario } from './scenario.ts'

export const pushes: Scenario[] = [
  {
    name: 'a push is deployed to the environment that follows its branch',
    steps: [['push', 'a'], ['look'], ['see', 'development', { status: 'deploying', live: null }], ['calm']],
    ends: {
      development: { status: 'deployed', live: 1, history: ['#1 push a succeeded'], lastLine: 'done' },
      staging: { status: 'empty', live: null, history: [] },
    },
  },
  {
    name: 'a failing test stops a push, and what is live stays',
    steps: [...aIsLive, ['machines', ['test-fails']], ['push', 'b'], ['look'], ['calm']],
    ends: {
      development: { status: 'deployed', live: 1, history: ['#1 push a succeeded', '#2 push b failed test_failed'] },
    },
  },
  {
    name: 'a failing stack leaves an error, and the next push mends it',
    steps: [
      ...aIsLive,
      ['machines', ['stack-fails']],
      ...([['push', 'b'], ['look'], ['calm']] satisfies Scenario['steps']),
      ['see', 'development', { status: 'error', live: 1, lastLine: 'It is stack_failed.' }],
      ...([['push', 'c'], ['look'], ['calm']] satisfies Scenario['steps']),
    ],
    ends: {
      development: {
        status: 'deployed',
        live: 3,
        history: ['#1 push a succeeded', '#2 push b failed stack_failed', '#3 push c succeeded'],
      },
    },
  },
  {
    name: 'a failing step after the deployment fails it, though the stack is new',
    steps: [['machines', ['after-deploy-fails']], ['push', 'a'], ['look'], ['calm']],
    ends: { development: { status: 'error', live: null, history: ['#1 push a failed after_deploy_failed'] } },
  },
  {
    name: 'a newer push replaces one that waits',
    steps: [
      ...([['push', 'a'], ['look'], ['push', 'b'], ['look'], ['push', 'c'], ['look']] satisfies Scenario['steps']),
      [
        'see',
        'development',
        {
          history: [
            '#1 push a running',
            '#2 push b superseded',
            '#3 push c queued behind development #1, which runs there',
          ],
        },
      ],
      ['calm'],
    ],
    ends: {
      development: {
        status: 'deployed',
        live: 3,
        history: ['#1 push a succeeded', '#2 push b superseded', '#3 push c succeeded'],
      },
    },
  },
  {
    name: 'what a person asked for is not replaced by a push',
    steps: [
      ...([['push', 'a'], ['look'], ['push', 'b'], ['deploy', 'development']] satisfies Scenario['steps']),
      ...([['push', 'c'], ['look'], ['push', 'd'], ['look'], ['calm']] satisfies Scenario['steps']),
    ],
    ends: {
      development: {
        live: 4,
        history: ['#1 push a succeeded', '#2 manual b succeeded', '#3 push c superseded', '#4 push d succeeded'],
      },
    },
  },
  {
    name: 'a push of what a person deploys there already needs no deployment of its own',
    steps: [
      ...([...aIsLive, ['push', 'b'], ['deploy', 'development'], ['look']] satisfies Scenario['steps']),
      ...([['calm'], ['look'], ['calm']] satisfies Scenario['steps']),
      [
        'check',
        async ({ bare }) => {
          const [development] = await explainCommit(bare, app, commitOf('b'))
          assert.equal(
            development?.reason,
            '#2 (ada deployed the head of main) succeeded; the push to main is #3, and needed no deployment of its own',
          )
          assert.equal(development.deployed, true)
        },
      ],
    ],
    ends: {
      development: { live: 2, history: ['#1 push a succeeded', '#2 manual b succeeded', '#3 push b superseded'] },
    },
  },
  {
    name: 'a push that is seen only after a person deployed it and rolled back undoes nothing',
    steps: [
      ...([...aIsLive, ['push', 'b'], ['deploy', 'development'], ['work', 'development']] satisfies Scenario['steps']),
      ...([['roll back', 'development'], ['work', 'development'], ['look'], ['calm']] satisfies Scenario['steps']),
      [
        'check',
        async ({ bare }) => {
          const [development] = await explainCommit(bare, app, commitOf('b'))
          assert.match(
            development?.reason ?? '',
            /^#2 .* succeeded; the push to main was not deployed: #2 brought this commit \(.*\), and #3 \(.*\) came after it$/,
          )
        },
      ],
      ...([['push', 'c'], ['look'], ['calm']] satisfies Scenario['steps']),
    ],
    ends: {
      development: {
        live: 4,
        history: ['#1 push a succeeded', '#2 manual b succeeded', '#3 rollback a succeeded', '#4 push c succeeded'],
      },
    },
  },
  {
    name: 'a push that is seen only after a person deployed it and tore it down brings nothing back',
    steps: [
      ...([...aIsLive, ['push', 'b'], ['deploy', 'development'], ['work', 'development']] satisfies Scenario['steps']),
      ...([['tear down', 'development'], ['work', 'development'], ['look'], ['calm']] satisfies Scenario['steps']),
    ],
    ends: {
      development: {
        status: 'removed',
        history: ['#1 push a succeeded', '#2 manual b succeeded', '#3 teardown b succeeded'],
      },
    },
  },
  {
    name: 'a push of what a person deployed in vain is deployed',
    steps: [
      ...([...aIsLive, ['push', 'b'], ['machines', ['test-fails']]] satisfies Scenario['steps']),
      ...([['deploy', 'development'], ['work', 'development'], ['look'], ['calm']] satisfies Scenario['steps']),
    ],
    ends: { development: { live: 3 } },
  },
  {
    name: 'a push that is seen twice is deployed once, and one that comes back is deployed again',
    steps: [
      ...([['push', 'a'], ['look'], ['look'], ['calm'], ['push', 'b'], ['look'], ['calm']] satisfies Scenario['steps']),
      ...([['force back', 'main', 1], ['look'], ['look'], ['calm']] satisfies Scenario['steps']),
    ],
    ends: {
      development: { live: 3, history: ['#1 push a succeeded', '#2 push b succeeded', '#3 push a succeeded'] },
    },
  },
  {
    name: 'a push to a branch that nothing follows is left alone, until something does',
    steps: [
      ...([['push', 'a', 'next'], ['look']] satisfies Scenario['steps']),
      ['see', 'development', { history: [] }],
      ['set', 'staging', { branch: 'next' }],
      ['calm'],
    ],
    ends: { staging: { status: 'deployed', live: 1, history: ['#1 push a succeeded'] } },
  },
  {
    name: 'a repository that does not answer delays a push, and is no one’s error',
    steps: [
      ['push', 'a'],
      ['world', { source: 'is silent' }],
      ['look'],
      ['world', { source: 'answers' }],
      ['look'],
      ['calm'],
    ],
    ends: { development: { live: 1, history: ['#1 push a succeeded'] } },
  },
  {
    name: 'one build at a time: the others wait, and say behind what',
    limits: { builds: 1 },
    steps: [
      ['push', 'a'],
      ['look'],
      ['deploy', 'staging'],
      [
        'see',
        'staging',
        { history: ['#1 manual a queued behind shop/development #1: this server runs 1 at once'], status: 'empty' },
      ],
      ['calm'],
    ],
    ends: { staging: { live: 1, history: ['#1 manual a succeeded'] }, development: { live: 1 } },
  },
]
