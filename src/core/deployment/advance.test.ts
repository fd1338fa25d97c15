import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ada, app, createWorld, type World } from '../../../tests/support/world/world.ts'
import { TrellisError } from '../errors.ts'
import { hashToken } from '../job/hash-token.ts'
import type { Ports } from '../ports/ports.ts'
import { deliver } from '../recovery/deliver.ts'
import { sweep } from '../recovery/sweep.ts'
import { advance, restartMachine } from './advance.ts'
import { cancel } from './cancel.ts'
import { deploy } from './deploy.ts'
import { requestDeployment } from './request-deployment.ts'

test('a machine that starts after its deployment ended is stopped again', async () => {
  const { found, source, bare, machines } = createWorld()
  await found()
  const commit = source.push('main')
  machines.plans.push('never-reports')
  const started = Promise.withResolvers<void>()
  const slowly = jobsOf(machines, (id, token) => started.promise.then(() => machines.start(id, token)))
  const deployment = await request(bare, commit)
  const advanced = advance({ ...bare, jobs: slowly })
  while ((await bare.deployments.get(deployment?.id ?? ''))?.state !== 'running');
  await cancel(bare, ada, { app, environment: 'staging' })
  await deliver(bare, assert.ifError)
  assert.equal((await bare.deployments.get(deployment?.id ?? ''))?.state, 'cancelled')
  started.resolve()
  await advanced
  assert.equal(machines.all.length, 1)
  assert.deepEqual(machines.alive, [])
})

test('a start that was refused late says nothing of a deployment whose machine was started again meanwhile', async () => {
  const { found, source, bare, machines } = createWorld()
  await found()
  const refused = Promise.withResolvers<void>()
  const deployment = await request(bare, source.push('main'))
  const record = async () => (await bare.deployments.get(deployment?.id ?? '')) ?? assert.fail()
  const advanced = advance({ ...bare, jobs: jobsOf(machines, () => refused.promise) })
  while ((await record()).state !== 'running');
  await restartMachine(bare, await record(), new Map())
  refused.reject(new TrellisError('machine_unavailable', 'The quota is used up.'))
  await advanced
  assert.equal((await record()).noMachine, null)
  assert.equal(machines.alive.length, 1)
})

test('a start that failed for good, but late, does not end a deployment whose machine was started again meanwhile', async () => {
  const { found, source, bare, machines } = createWorld()
  await found()
  const failed = Promise.withResolvers<void>()
  const deployment = await request(bare, source.push('main'))
  const record = async () => (await bare.deployments.get(deployment?.id ?? '')) ?? assert.fail()
  const advanced = advance({ ...bare, jobs: jobsOf(machines, () => failed.promise) })
  while ((await record()).state !== 'running');
  await restartMachine(bare, await record(), new Map())
  failed.reject(new Error('spawn ENOMEM'))
  await advanced
  assert.deepEqual([(await record()).state, (await record()).ending], ['running', null])
  assert.equal(machines.alive.length, 1)
})

test('where another program starts machines, it is told that something waits, once it does', async () => {
  const { found, source, bare, machines } = createWorld()
  await found()
  const jobs = Object.assign(Object.create(machines) as typeof machines, { elsewhere: true })
  const answering = { ...bare, jobs }
  await advance(answering)
  assert.deepEqual(await bare.outbox.take(bare.clock.now(), 0, 10), [], 'nothing waits')
  const deployment = await request(bare, source.push('main'))
  await advance(answering)
  assert.equal((await bare.deployments.get(deployment?.id ?? ''))?.state, 'queued')
  assert.equal(machines.all.length, 0)
  await deliver(bare, assert.ifError)
  assert.equal((await bare.deployments.get(deployment?.id ?? ''))?.state, 'running')
  assert.equal(machines.all.length, 1)
})

test('a start that failed for good ends its deployment, and says why', async () => {
  const { found, source, bare, machines } = createWorld()
  await found()
  const deployment = await request(bare, source.push('main'))
  await advance({ ...bare, jobs: jobsOf(machines, () => Promise.reject(new Error('spawn ENOMEM'))) })
  const { ending } = (await bare.deployments.get(deployment?.id ?? '')) ?? assert.fail()
  assert.match(ending?.failure?.message ?? '', /could not be started: spawn ENOMEM/)
})

test('what cannot be started at once is accepted all the same, and the log of the server is told why', async () => {
  const { found, source, bare, troubles } = createWorld()
  await found()
  source.push('main')
  const trouble = new Error('Throughput exceeds the current capacity')
  const claimNext = () => Promise.reject(trouble)
  const wish = { app, environment: 'staging' }
  const { state } = await deploy({ ...bare, deployments: { ...bare.deployments, claimNext } }, ada, wish)
  assert.equal(state, 'queued')
  assert.deepEqual(troubles, [trouble])
  await sweep(bare)
  assert.equal((await bare.deployments.find(app, 'staging', 'latest'))?.state, 'running')
})

test('a machine that runs is none that could not be started, though its record cannot be written at that moment', async () => {
  const { found, source, bare, machines, clock } = createWorld()
  await found()
  const deployment = await request(bare, source.push('main'))
  machines.noRoom = 'The quota is used up.'
  await advance(bare)
  Object.assign(machines, { noRoom: null })
  clock.advance(10_000)
  let failures = 0
  const update: Ports['deployments']['update'] = async (record, change) => {
    if (change.noMachine !== null) return bare.deployments.update(record, change)
    failures += 1
    throw new Error('Throughput exceeds the current capacity')
  }
  await sweep({ ...bare, deployments: { ...bare.deployments, update } })
  const { state, ending, jobTokenHash } = (await bare.deployments.get(deployment?.id ?? '')) ?? assert.fail()
  assert.deepEqual([failures, state, ending], [1, 'running', null])
  assert.deepEqual(
    machines.alive.map(({ token }) => hashToken(token)),
    [jobTokenHash],
  )
})

test('a machine that waits for its forerunner to be gone keeps no other deployment waiting', async () => {
  const { found, source, bare, machines } = createWorld()
  await found()
  const commit = source.push('main')
  const first = await request(bare, commit)
  const second = await request(bare, commit, 'production')
  const problem = 'The build machine is being stopped and not gone yet.'
  const jobs = jobsOf(machines, async (id, token) => {
    if (id === first?.id) throw new TrellisError('machine_stopping', problem)
    return machines.start(id, token)
  })
  await advance({ ...bare, jobs })
  assert.equal((await bare.deployments.get(first?.id ?? ''))?.noMachine?.problem, problem)
  assert.equal((await bare.deployments.get(second?.id ?? ''))?.noMachine, null)
  assert.deepEqual(
    machines.alive.map(machine => machine.deployment),
    [second?.id],
  )
})

const request = (ports: Ports, commit: string, environment = 'staging') =>
  requestDeployment(ports, {
    ...{ app, environment, kind: 'manual', commit, branch: 'main', title: null, author: null },
    ...{ actor: ada, why: 'a test' },
  })

const jobsOf = (machines: World['machines'], start: Ports['jobs']['start']): Ports['jobs'] => ({
  sizes: true,
  start,
  stop: machines.stop.bind(machines),
  status: machines.status.bind(machines),
  whyGone: machines.whyGone.bind(machines),
  taken: machines.taken.bind(machines),
})
