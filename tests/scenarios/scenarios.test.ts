import { test } from 'node:test'
import { storeKinds } from '../support/world/stores.ts'
import { apps } from './apps.ts'
import { cancels } from './cancels.ts'
import { noRoom } from './no-room.ts'
import { people } from './people.ts'
import { play } from './play.ts'
import { pushes } from './pushes.ts'
import { rollbacks } from './rollbacks.ts'
import { troubles } from './troubles.ts'

for (const scenario of [...apps, ...pushes, ...people, ...rollbacks, ...cancels, ...troubles, ...noRoom]) {
  for (const stores of storeKinds) test(`${scenario.name} (${stores})`, () => play(scenario, stores))
}
