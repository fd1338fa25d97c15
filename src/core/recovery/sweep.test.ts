import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ada, app, createWorld } from '../../../tests/support/world/world.ts'
import { deploy } from '../deployment/deploy.ts'
import { sweep } from './sweep.ts'

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
  const jobs = { start: machines.start.bind(machines), stop: machines.stop.bind(machines), status }
  await assert.rejects(sweep({ ...bare, jobs }), /the socket is gone/)
  assert.equal((await bare.deployments.get(silent.id))?.ending?.failure?.code, 'runner_lost')
})
