import { syncApp } from '../../../src/core/app/sync-app.ts'
import type { Server } from './server.ts'
import { app, type World } from './world.ts'

/** Errors of background work that a bad world explains are the server's log; anything else is a mistake of the core. */
export const isExpected = (error: unknown): boolean =>
  error instanceof Error &&
  (['ConnectionLost', 'TimeoutError'].includes(error.name) || ('code' in error && error.code !== 'internal'))

/** What a server's timers do: look at the repository, work off the outbox, sweep. */
export function tick(world: World, server: Server): Promise<unknown> {
  const { core } = world
  const note = (error: unknown) => server.errors.push(error)
  const once = (work: Promise<unknown>) => work.catch(note)
  return Promise.all([
    once(server.call(ports => core.deliver(ports, note))),
    once(server.call(ports => core.sweep(ports))),
  ])
}

/** Every machine takes one step with some server. */
export function stepMachines(world: World): Promise<unknown> {
  const [server] = world.up
  return server ? Promise.all(world.machines.alive.map(machine => machine.step(server))) : Promise.resolve()
}

/**
 * The world becomes kind, and all that is under way comes to its end.
 * @throws when it does not: something is stuck for ever.
 */
export async function calmDown(world: World): Promise<void> {
  const { source, cloud, targets, machines, clock, disk } = world
  Object.assign(source, { reachable: true })
  Object.assign(cloud, { reachable: true, hangs: false })
  Object.assign(targets, { problem: null })
  Object.assign(machines, { failingStarts: 0, noRoom: null })
  disk.full = false
  await world.turns.all()
  if (world.up.length === 0) {
    const server = world.startServer()
    await world.alone(server.call(ports => world.core.recover(ports)))
  }
  const [server] = world.up
  if (!server) throw new Error('a server was just started')
  const pauses = [1_000, world.bare.limits.lease + 1_000, 61 * 60_000]
  for (let round = 0; round < 60; round += 1) {
    await world.alone(server.call(ports => syncApp(ports, app)))
    for (let step = 0; step < 40 && machines.alive.some(machine => !machine.hanging); step += 1) {
      await world.alone(stepMachines(world))
    }
    await world.alone(tick(world, server))
    if ((await world.bare.deployments.open()).length === 0 && machines.alive.length === 0) {
      if ((await world.bare.outbox.take(Number.MAX_SAFE_INTEGER, 0, 1)).length === 0) return
    }
    clock.advance(pauses[round % 3] ?? 0)
  }
  const open = (await world.bare.deployments.open()).map(one => `${one.environment} #${one.number} ${one.state}`)
  throw new Error(`it never comes to rest: ${open.join(', ') || 'machines or the outbox'}`)
}
