import { setTimeout as pause } from 'node:timers/promises'
import { following, shop } from './shop.ts'
import type { World } from './world.ts'

let versions = 0

/** One thing that people or fate do to a running Trellis. */
export async function act(world: World): Promise<void> {
  const { chance } = world
  const deed = chance.pick([push, push, push, ask, ask, cancel, fail, fail, fail])
  await deed(world)
}

async function push(world: World): Promise<void> {
  const { chance } = world
  world.commit(chance.pick(Object.values(following)), {
    version: `v${++versions}`,
    install: chance.between(0, 600),
    test: chance.between(0, 800),
    deploy: chance.between(100, 1_500),
    daemons: chance.happens(0.7),
    ...(chance.happens(0.2) ? { fails: chance.pick(['install', 'test', 'deploy'] as const) } : {}),
  })
  if (chance.happens(0.6)) await world.ring()
}

async function ask(world: World): Promise<void> {
  const from = world.chance.pick(['development', 'staging'])
  const environment = world.chance.pick(['development', 'preview', 'staging'])
  const at = (name: string) => ({ params: { app: shop, environment: name } })
  const asks = [
    () => world.click(`promote ${from}`, client => client.call('promote', { ...at(from), body: { to: after[from] } })),
    () => world.click(`deploy ${environment}`, client => client.call('deploy', { ...at(environment), body: {} })),
    () => world.click('rollback staging', client => client.call('rollback', { ...at('staging'), body: {} })),
    () =>
      world.click('teardown staging', client =>
        client.call('teardown', { ...at('staging'), body: { confirm: 'staging' } }),
      ),
  ]
  await world.chance.pick(asks)()
}

const after: Readonly<Record<string, string>> = { development: 'staging', staging: 'production' }

async function cancel(world: World): Promise<void> {
  const environment = world.chance.pick(['development', 'preview', 'staging', 'production'])
  await world.click(`cancel ${environment}`, client => client.call('cancel', { params: { app: shop, environment } }))
}

async function fail(world: World): Promise<void> {
  const { chance } = world
  const whom = chance.pick(['server', 'runner', 'both', 'build'] as const)
  if (whom === 'build') return world.killBuild()
  if (whom === 'runner') return world.killRunner()
  // Either may be the first to go.
  if (whom === 'both' && chance.happens(0.5)) world.killRunner()
  await world.down()
  if (whom === 'both') world.killRunner()
  await pause(chance.between(0, 700))
  await world.up()
}
