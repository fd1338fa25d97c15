import assert from 'node:assert/strict'
import type { SettingsChange } from '../../src/core/environment/set-environment.ts'
import { calmDown, isExpected, tick } from '../support/world/calm.ts'
import { checkQuiet } from '../support/world/final-checks.ts'
import type { Server } from '../support/world/server.ts'
import type { StoreKind } from '../support/world/stores.ts'
import { seeded } from '../support/world/turns.ts'
import { ada, app, createWorld, type Fault, type World } from '../support/world/world.ts'
import type { Action, Story } from './actions.ts'

/** Tells a story to its quiet end and holds it against the rules. @throws when one is broken */
export async function tell(story: Story, stores: StoreKind, fault?: Fault): Promise<void> {
  const world = createWorld({ stores, fault, choose: seeded(story.seed), limits: { builds: story.builds } })
  const problems: unknown[] = []
  try {
    for (let started = 0; started < story.servers; started += 1) world.startServer()
    world.source.push('main')
    world.machines.plans.push(...story.plans)
    await world.found()
    for (const { action, turns } of story.moves) {
      begin(world, action).catch(error => problems.push(error))
      await world.turns.some(turns)
      assert.deepEqual(world.auditor.violations, [])
    }
    await calmDown(world)
    assert.deepEqual(
      [...problems, ...world.servers.flatMap(server => server.errors)].filter(one => !isExpected(one)),
      [],
    )
    await checkQuiet(world)
  } finally {
    world.close()
  }
}

/** The promise ends when the action has, which others need not wait for. */
async function begin(world: World, action: Action): Promise<unknown> {
  const { core, source, cloud, targets, machines, clock, disk } = world
  const server = 'server' in action ? world.up[action.server % Math.max(1, world.up.length)] : undefined
  const machine = 'machine' in action ? machines.all.at(-1 - (action.machine % 3)) : undefined
  switch (action.do) {
    case 'push':
      return source.push(action.branch)
    case 'force-back':
      return source.forceBack(action.branch, action.by)
    case 'look':
      return server?.call(ports => core.syncApp(ports, app))
    case 'deploy':
      return server && deploy(world, server, action.environment)
    case 'promote':
      return server?.call(ports => core.promote(ports, ada, { app, from: action.environment }))
    case 'rollback':
      return server?.call(ports => core.rollBack(ports, ada, { app, environment: action.environment }))
    case 'teardown': {
      const wish = { app, environment: action.environment, confirm: action.environment, deleteRetained: false }
      return server?.call(ports => core.tearDown(ports, ada, wish))
    }
    case 'cancel':
      return server?.call(ports => core.cancel(ports, ada, { app, environment: action.environment }))
    case 'protect':
      return (
        server && set(world, server, action.environment, { protected: action.on, branch: action.on ? null : undefined })
      )
    case 'follow':
      return server && set(world, server, action.environment, { branch: action.branch })
    case 'machines':
      return server && Promise.all(machines.alive.map(one => one.step(server, action.batch)))
    case 'repeat':
      return server && machine?.repeat(server, action.back, 4)
    case 'machine-dies':
      return machine && Object.assign(machine, { alive: false })
    case 'starts-fail':
      return Object.assign(machines, { failingStarts: action.count })
    case 'room':
      return Object.assign(machines, { noRoom: action.some ? null : 'The quota is used up.' })
    case 'tick':
      return server && tick(world, server)
    case 'advance':
      return server?.call(ports => core.advance(ports))
    case 'wait':
      return clock.advance(action.ms)
    case 'cloud':
      return Object.assign(cloud, { reachable: action.reachable, hangs: action.hangs })
    case 'disk':
      return Object.assign(disk, { full: action.full })
    case 'credentials':
      return Object.assign(targets, { problem: action.good ? null : 'credentials_expired' })
    case 'source':
      return Object.assign(source, { reachable: action.answers })
    case 'kill':
      return server?.kill()
    case 'start-server': {
      if (world.up.length >= 2) return
      const started = world.startServer()
      return started.call(ports => core.recover(ports))
    }
  }
}

/** Rule 4 at the door: what was protected from the question to the answer is not deployed to. */
async function deploy(world: World, server: Server, environment: string): Promise<void> {
  const { auditor, core } = world
  const before = auditor.settingsVersion
  const isProtected = auditor.protects(environment)
  await server.call(ports => core.deploy(ports, ada, { app, environment }))
  if (isProtected && auditor.settingsVersion === before) auditor.report(4, `${environment} took a deployment`)
}

const setting = new WeakSet<World>()

/** One at a time: settings are read, changed and written back as a whole list, which two at once would tear. */
async function set(world: World, server: Server, environment: string, change: SettingsChange): Promise<void> {
  if (setting.has(world)) return
  setting.add(world)
  const place = { app, environment }
  await server.call(ports => world.core.setEnvironment(ports, ada, place, change)).finally(() => setting.delete(world))
}
