import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleClaim, sampleDraft, succeeded } from '../../../tests/contract/samples.ts'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import type { RetainedResource } from '../../contract/deployment.ts'
import { appStatus } from '../app/app-status.ts'
import { deleteApp } from '../app/delete-app.ts'
import { removeEnvironment } from './remove-environment.ts'

const place = { app, environment: 'staging' }
const table = { type: 'AWS::DynamoDB::Table', id: 'staging-orders', logicalId: 'Orders', stack: 'staging-Shop' }

/** An app with a staging that was torn down once for each of these, which is what it told of. */
async function tornDown(...told: { retained: RetainedResource[]; state?: 'succeeded' | 'failed' }[]) {
  const world = createWorld()
  await world.found()
  const { deployments } = world.bare
  for (const [at, { retained, state = 'succeeded' }] of told.entries()) {
    await deployments.request(sampleDraft(`t${at}`, { ...place, kind: 'teardown' }))
    const running = (await deployments.claimNext(sampleClaim(place))) ?? assert.fail()
    const changed = (await deployments.update(running, { retained })) ?? assert.fail()
    await deployments.finish(changed, { ...succeeded, state }, { status: 'removed', live: null, naming: null })
  }
  return world
}

test('what a teardown left behind stays in sight, and is forgotten only when that is said', async () => {
  // The second failed before it could tell of anything.
  const world = await tornDown({ retained: [{ ...table, deleted: false }] }, { retained: [], state: 'failed' })
  const { bare: ports } = world
  const refused = {
    code: 'environment_stands',
    message: /#1 of staging left behind: AWS::DynamoDB::Table staging-orders\./,
    hint: /--delete-retained.*--leave-resources/,
  }
  await assert.rejects(removeEnvironment(ports, ada, place, false), refused)
  await assert.rejects(deleteApp(ports, ada, app, false), refused)
  const seen = (await appStatus(ports, ada, app)).environments.find(one => one.name === 'staging')
  assert.deepEqual(seen?.leftBehind, [{ ...table, deleted: false }])
  await removeEnvironment(ports, ada, place, true)
  await deleteApp(ports, ada, app, false)
})

test('what was deleted since stands in nobody’s way', async () => {
  const world = await tornDown(
    { retained: [{ ...table, deleted: false }] },
    { retained: [{ ...table, deleted: true }] },
  )
  await removeEnvironment(world.bare, ada, place, false)
})
