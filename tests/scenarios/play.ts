import assert from 'node:assert/strict'
import { calmDown, tick } from '../support/world/calm.ts'
import { checkQuiet } from '../support/world/final-checks.ts'
import type { Machine } from '../support/world/machine.ts'
import { commitOf } from '../support/world/source-host.ts'
import type { StoreKind } from '../support/world/stores.ts'
import { app, createWorld, type World } from '../support/world/world.ts'
import { ask } from './ask.ts'
import type { Scenario, Step } from './scenario.ts'
import { see } from './see.ts'

/** Plays a scenario to its end, where the rules must hold too. @throws AssertionError */
export async function play({ steps, limits, ends }: Scenario, stores: StoreKind): Promise<void> {
  const world = createWorld({ stores, limits: limits ?? {} })
  try {
    await world.found()
    for (const step of steps) await take(world, step)
    await calmDown(world)
    await checkQuiet(world)
    for (const [environment, seen] of Object.entries(ends)) await see(world, environment, seen)
  } finally {
    world.close()
  }
}

async function take(world: World, step: Step): Promise<unknown> {
  const { core, source, machines, clock } = world
  const [server = world.startServer()] = world.up
  switch (step[0]) {
    case 'push':
      return source.push(step[2] ?? 'main', commitOf(step[1]))
    case 'force back':
      return source.forceBack(step[1], step[2])
    case 'look':
      return world.alone(server.call(ports => core.syncApp(ports, app)))
    case 'machines':
      return machines.plans.push(...step[1])
    case 'work':
      return work(world, step[1], step[2])
    case 'repeat':
      return world.alone(machineOf(world, step[1]).repeat(server, 1_000, 1_000))
    case 'tick':
      for (let done = 0; done < (step[1] ?? 1); done += 1) await world.alone(tick(world, server))
      return
    case 'wait':
      return clock.advance(step[1])
    case 'world':
      return change(world, step[1])
    case 'crash':
      for (const one of world.up) one.kill()
      return
    case 'restart':
      return world.alone(server.call(ports => core.recover(ports)))
    case 'calm':
      return calmDown(world)
    case 'see':
      return see(world, step[1], step[2])
    case 'check':
      return step[1](world)
    default:
      return ask(world, server, step)
  }
}

async function work(world: World, environment: string, until?: Machine['about']): Promise<void> {
  const machine = machineOf(world, environment)
  for (let steps = 0; machine.alive && (until === undefined || machine.about !== until); steps += 1) {
    assert.ok(steps < 100, `the machine of ${environment} never comes to ${until ?? 'its end'}`)
    const [server] = world.up
    if (server) await world.alone(machine.step(server, 1))
  }
}

/** The newest one that was started there. */
function machineOf({ machines, auditor }: World, environment: string): Machine {
  const machine = machines.all.findLast(one => auditor.records.get(one.deployment)?.environment === environment)
  assert.ok(machine, `no machine was started for ${environment}`)
  return machine
}

function change(world: World, wish: Extract<Step, ['world', unknown]>[1]): void {
  const { cloud, targets, disk, source, machines } = world
  if (wish.cloud) Object.assign(cloud, { reachable: wish.cloud !== 'is silent', hangs: wish.cloud === 'hangs' })
  if (wish.credentials) targets.problem = wish.credentials === 'good' ? null : 'credentials_expired'
  if (wish.disk) disk.full = wish.disk === 'full'
  if (wish.source) source.reachable = wish.source === 'answers'
  if (wish.room) machines.noRoom = wish.room === 'none' ? 'The quota is used up.' : null
  if (wish.machines) machines.slow = wish.machines === 'slow'
  if (wish.known !== undefined) machines.known = wish.known
  if (wish.failingStarts) machines.failingStarts = wish.failingStarts
}
