import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namingOf } from '../../../tests/support/world/script.ts'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import { conclude } from '../deployment/conclude.ts'
import { deploy } from '../deployment/deploy.ts'
import { TrellisError } from '../errors.ts'
import { failure } from '../failures.ts'
import { Hearing } from './hearing.ts'
import { settleDeployment } from './settle-deployment.ts'
import { recover, sweep } from './sweep.ts'

test('one machine that cannot be asked keeps no other deployment waiting', async () => {
  const { found, source, bare, machines, clock, startServer, alone } = createWorld()
  machines.plans.push('succeeds', 'silent')
  source.push('main')
  await found()
  const server = startServer()
  const silent = await alone(server.call(ports => deploy(ports, ada, { app, environment: 'staging' })))
  await alone(machines.of(silent.id)[0]?.step(server) ?? Promise.reject(new Error('no machine was started')))
  clock.advance(31_000)
  const [blocked] = await bare.deployments.open()
  const status = (id: string) =>
    id === blocked?.id ? Promise.reject(new Error('the socket is gone')) : machines.status(id)
  const jobs = Object.assign(Object.create(machines) as typeof machines, { status })
  await assert.rejects(sweep({ ...bare, jobs }), /the socket is gone/)
  assert.equal((await bare.deployments.get(silent.id))?.ending?.failure?.code, 'runner_lost')
})

/** A deployment whose runner has taken its job, and says nothing more. */
async function silentRunner() {
  const world = createWorld()
  world.machines.plans.push('silent')
  world.source.push('main')
  await world.found()
  const server = world.startServer()
  const [{ id } = assert.fail('nothing runs')] = await world.bare.deployments.open()
  await world.alone(world.machines.of(id)[0]?.step(server) ?? assert.fail('no machine was started'))
  const code = async () => (await world.bare.deployments.get(id))?.ending?.failure?.code
  return { ...world, code }
}

test('a server that was not listening, since its machine slept or its clock was set, calls no runner silent before a lease is over', async () => {
  const { bare, clock, code } = await silentRunner()
  const hearing = new Hearing()
  await sweep(bare, hearing)
  clock.advance(3_600_000 / 2)
  await sweep(bare, hearing)
  assert.equal(await code(), undefined)
  for (let seconds = 0; seconds < 29; seconds++) {
    clock.advance(1_000)
    await sweep(bare, hearing)
  }
  assert.equal(await code(), undefined)
  clock.advance(2_000)
  await sweep(bare, hearing)
  assert.equal(await code(), 'runner_lost')
})

test('while nothing can be written no runner can report, and none is called silent for that', async () => {
  const { bare, clock, code } = await silentRunner()
  const hearing = new Hearing()
  const update = () => Promise.reject(new TrellisError('disk_full', 'The disk is full.'))
  const full = { ...bare, deployments: Object.assign(Object.create(bare.deployments), { update }) }
  await sweep(bare, hearing)
  for (let seconds = 0; seconds < 40; seconds += 5) {
    clock.advance(5_000)
    await sweep(full, hearing).catch((error: TrellisError) => assert.equal(error.code, 'disk_full'))
  }
  clock.advance(1_000)
  await sweep(bare, hearing)
  assert.equal(await code(), undefined)
  for (let seconds = 0; seconds < 35; seconds += 5) {
    clock.advance(5_000)
    await sweep(bare, hearing)
  }
  assert.equal(await code(), 'runner_lost')
})

test('what ended while it could not be seen to is owed nothing any more', async () => {
  const { bare } = await silentRunner()
  const hearing = new Hearing()
  const [{ id } = assert.fail('nothing runs')] = await bare.deployments.open()
  const jobs = { ...bare.jobs, status: () => Promise.reject(new Error('the socket is gone')) }
  await assert.rejects(sweep({ ...bare, jobs }, hearing), /the socket is gone/)
  assert.ok(hearing.owes(id))
  await conclude(bare, id, { state: 'cancelled', failure: null })
  await sweep(bare, hearing)
  assert.ok(!hearing.owes(id))
})

test('stacks that nobody looked at, as no server was there, get all of their time from its start on', async () => {
  const { bare, clock, code } = await silentRunner()
  const [record = assert.fail('nothing runs')] = await bare.deployments.open()
  const naming = namingOf('development')
  await bare.deployments.update(record, { cloudChanging: true }, { naming })
  await conclude(bare, record.id, { state: 'failed', failure: failure('restored', null, 'A backup was restored.') })
  const settle = () => Promise.reject(new TrellisError('cloud_unreachable', 'The stacks move.'))
  const moving = { ...bare, cloud: { ...bare.cloud, settle } }
  clock.advance(bare.limits.settleGiveUp * 10)
  await recover(bare)
  clock.advance(bare.limits.settleGiveUp - 1_000)
  assert.equal(await settleDeployment(moving, record.id), false)
  assert.equal(await code(), 'restored')
  clock.advance(1_000)
  assert.equal(await settleDeployment(moving, record.id), true)
  const { state, failure: cause } = (await bare.deployments.get(record.id)) ?? {}
  assert.deepEqual([state, cause?.code], ['failed', 'restored'])
  assert.match(cause?.message ?? '', /Whether its stacks are quiet is not known/)
})
