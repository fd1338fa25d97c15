import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { deleteApp } from '../../src/core/app/delete-app.ts'
import { explainCommit } from '../../src/core/app/explain-commit.ts'
import { receiveWebhook, rotateWebhook } from '../../src/core/app/receive-webhook.ts'
import { TrellisError } from '../../src/core/errors.ts'
import { commitOf } from '../support/world/source-host.ts'
import { ada, app, type World } from '../support/world/world.ts'
import { aIsLive, bIsLive, type Scenario, type Step } from './scenario.ts'

const refusedWith = (code: string) => (error: unknown) => error instanceof TrellisError && error.code === code

const deletion = (refused: string): Step => [
  'check',
  ({ bare }) => assert.rejects(deleteApp(bare, ada, app, false), refusedWith(refused)),
]

const explained = (commit: string, reasons: string[]): Step => [
  'check',
  async ({ bare }) => {
    const found = await explainCommit(bare, app, commitOf(commit))
    assert.deepEqual(
      found.map(({ environment, deployed, reason }) => `${environment} ${deployed}: ${reason}`),
      reasons,
    )
  },
]

/** A webhook is asked for, and called with what was signed by its secret, or by none. */
async function callWebhook({ bare }: World, forged: boolean): Promise<void> {
  assert.equal((await rotateWebhook(bare, ada, app)).replaced, false)
  const { secret, replaced } = await rotateWebhook(bare, ada, app)
  assert.equal(replaced, true)
  const body = Buffer.from('{"ref":"refs/heads/main"}')
  const key = forged ? `${secret}x` : secret
  const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  if (!forged) return receiveWebhook(bare, app, body, signature)
  await assert.rejects(receiveWebhook(bare, app, body, signature), refusedWith('wrong_signature'))
  await assert.rejects(receiveWebhook(bare, app, body, undefined), refusedWith('wrong_signature'))
  await assert.rejects(receiveWebhook(bare, 'unheard-of', body, signature), refusedWith('wrong_signature'))
}

export const apps: Scenario[] = [
  {
    name: 'a signed webhook has the branch looked at, and what is in it is not believed',
    steps: [['push', 'a'], ['check', world => callWebhook(world, false)], ['tick'], ['work', 'development']],
    ends: { development: { live: 1, history: ['#1 push a succeeded'] } },
  },
  {
    name: 'a webhook with a wrong signature has nothing looked at',
    steps: [
      ...([['push', 'a'], ['check', world => callWebhook(world, true)], ['tick']] satisfies Step[]),
      ['see', 'development', { history: [] }],
    ],
    ends: {},
  },
  {
    name: 'an app is not deleted while something runs or stands',
    steps: [
      ...([['push', 'a'], ['look'], deletion('environment_busy'), ['calm']] satisfies Step[]),
      ...([deletion('environment_stands'), ['tear down', 'development'], ['calm']] satisfies Step[]),
    ],
    ends: { development: { status: 'removed' } },
  },
  {
    name: 'it is explained where a commit is and why it is not elsewhere',
    steps: [
      ...bIsLive,
      explained('b', [
        'development true: #2 (push to main) succeeded',
        'staging false: staging follows no branch, and nobody deployed or promoted this commit to it',
        'production false: production is protected: it changes only by promotion or rollback',
      ]),
      ...([['promote', 'development'], ['calm']] satisfies Step[]),
      explained('b', [
        'development true: #2 (push to main) succeeded',
        'staging true: #1 (ada promoted development #2) succeeded',
        'production false: production is protected: it changes only by promotion or rollback',
      ]),
    ],
    ends: {},
  },
  {
    name: 'it is explained why a commit failed, was replaced or was never looked at',
    steps: [
      ...([...aIsLive, ['machines', ['test-fails']], ['push', 'b'], ['look']] satisfies Step[]),
      ...([['push', 'c'], ['look'], ['push', 'd'], ['push', 'e'], ['look'], ['calm']] satisfies Step[]),
      ['set', 'staging', { branch: null }],
      ['set', 'production', { protected: false }],
      ...(['b', 'c', 'd'].map((commit, index) =>
        explained(commit, [
          [
            'development false: #2 (push to main) failed: It is test_failed.',
            'development false: #3 (push to main) superseded: a newer push came before it could start',
            'development false: development follows main, where this commit was never the head when Trellis looked',
          ][index] ?? '',
          'staging false: staging follows no branch, and nobody deployed or promoted this commit to it',
          'production false: production follows no branch, and nobody deployed or promoted this commit to it',
        ]),
      ) satisfies Step[]),
    ],
    ends: { development: { live: 4 } },
  },
]
