import assert from 'node:assert/strict'
import { TrellisError } from '../../src/core/errors.ts'
import type { Ports } from '../../src/core/ports/ports.ts'
import type { Server } from '../support/world/server.ts'
import { commitOf } from '../support/world/source-host.ts'
import { ada, app, type World } from '../support/world/world.ts'
import type { Wish } from './scenario.ts'

/** A person asks for something, and is refused if so said. */
export async function ask(world: World, server: Server, wish: Wish): Promise<void> {
  const refused = wish[wish.length - 1]
  const code = typeof refused === 'object' && 'refused' in refused ? refused.refused : undefined
  const answer = world.alone(server.call(ports => verb(world, ports, wish)))
  if (!code) return void (await answer)
  await assert.rejects(answer, (error: unknown) => {
    assert.ok(error instanceof TrellisError, `${wish[0]}: ${error}`)
    assert.equal(error.code, code)
    assert.ok(error.hint, `${code} says what is to be done`)
    return true
  })
}

function verb({ core }: World, ports: Ports, wish: Wish): Promise<unknown> {
  const [what, environment, options] = wish
  const place = { app, environment }
  switch (what) {
    case 'deploy':
      return core.deploy(ports, ada, { ...place, commit: options?.commit && commitOf(options.commit) })
    case 'promote':
      return core.promote(ports, ada, { app, from: environment, to: options?.to })
    case 'roll back':
      return core.rollBack(ports, ada, { ...place, to: options?.to })
    case 'tear down':
      return core.tearDown(ports, ada, { ...place, confirm: options?.confirm ?? environment, deleteRetained: false })
    case 'cancel':
      return core.cancel(ports, ada, { ...place, number: options?.number })
    case 'set':
      return core.setEnvironment(ports, ada, place, { ...options, ...{ refused: undefined } })
  }
}
