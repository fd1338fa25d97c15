import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStores } from '../../adapters/memory/stores.ts'
import { Deployment } from '../../contract/deployment.ts'
import { showDeployment } from './publish.ts'

test('what is shown has exactly the fields of the contract, whatever a record comes to hold', async () => {
  const shown = showDeployment(await record(), 'behind something')
  assert.deepEqual(Object.keys(shown).sort(), Object.keys(Deployment.shape).sort())
  assert.deepEqual(Deployment.strict().parse(shown), shown)
})

/** As a store makes it, so that a field which is added to the record is in it. */
async function record() {
  const { apps, deployments } = createMemoryStores()
  const app = {
    name: 'shop',
    repository: '/srv/shop',
    path: '.',
    defaultBranch: 'main',
    createdAt: '2025-01-01T00:00:00Z',
  }
  const settings = { branch: 'main', protected: false, account: null, region: null, tests: true, testCommand: null }
  const environment = {
    ...settings,
    timeoutMinutes: 60,
    stackNames: 'auto',
    allow: { deploy: null, promote: null, rollback: null, teardown: null },
    beforeDeploy: null,
    afterDeploy: null,
    app: 'shop',
    name: 'development',
    position: 0,
  } as const
  await apps.createApp({ ...app, heads: null, sourceProblem: null, webhookSecret: null, github: null }, [environment])
  await deployments.request({
    ...{ id: 'one', app: 'shop', environment: 'development', kind: 'push', commit: 'a'.repeat(40), branch: 'main' },
    ...{ title: 'One', author: 'Ada', actor: { kind: 'system', name: 'trellis' }, why: 'push to main', source: null },
    ...{ fromArtifact: false, deleteRetained: false, requestedAt: '2025-01-01T00:00:00Z' },
  })
  const claimed = await deployments.claimNext({
    ...{ app: 'shop', environment: 'development', jobTokenHash: () => 'hash', startedAt: '2025-01-01T00:00:01Z' },
    ...{ leaseUntil: 1, deadlineAt: 2, limit: null },
  })
  assert.ok(claimed)
  return claimed
}
