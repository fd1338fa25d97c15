import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import { deploy } from '../deployment/deploy.ts'
import type { JobRunner, MachineStatus } from '../ports/job-runner.ts'
import { machineEnded } from './machine-ended.ts'

test('a machine that ended ends its deployment with the reason, and one that runs none, whatever is said of it', async () => {
  const { found, source, bare, machines, startServer, alone } = createWorld()
  machines.plans.push('succeeds', 'silent')
  source.push('main')
  await found()
  const server = startServer()
  const { id } = await alone(server.call(ports => deploy(ports, ada, { app, environment: 'staging' })))
  const failure = async () => (await bare.deployments.get(id))?.ending?.failure
  const withMachine = (state: MachineStatus) => ({
    ...bare,
    jobs: Object.assign(Object.create(machines) as JobRunner, { status: async () => state }),
  })
  const why = (reason: string) => ({ reason, hint: 'Give it more memory.' })
  await machineEnded(withMachine('running'), id, why('an earlier one was stopped'))
  assert.equal(await failure(), undefined)
  const record = await bare.deployments.get(id)
  const noMachine = { since: '2026-01-01T00:00:00.000Z', problem: 'The quota is used up.' }
  const waiting = record && (await bare.deployments.update(record, { noMachine }))
  await machineEnded(withMachine('gone'), id, why('the one that it had before it was refused another'))
  assert.equal(await failure(), undefined)
  // A machine claimed it: the wait is over, even where the record does not say so.
  assert.ok(waiting && (await bare.deployments.update(waiting, { sessionHash: 'of the runner' })))
  await machineEnded(withMachine('gone'), id, why('OutOfMemoryError: Container killed'))
  assert.equal((await failure())?.code, 'runner_lost')
  assert.match((await failure())?.message ?? '', /OutOfMemoryError: Container killed/)
  assert.equal((await failure())?.hint, 'Give it more memory.')
  await machineEnded(withMachine('gone'), id, why('told twice'))
  assert.match((await failure())?.message ?? '', /OutOfMemoryError/)
  await machineEnded(withMachine('gone'), 'unknown', why('no deployment of ours'))
})
