import fc from 'fast-check'
import { type Plan, plans } from '../support/world/script.ts'
import { environments } from '../support/world/world.ts'

const environment = fc.constantFrom(...environments)
const branch = fc.constantFrom('main', 'main', 'main', 'next')
const which = fc.nat({ max: 7 })

/** What may happen next, as data, so that a failing story can be read and shortened. */
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('push'), branch }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('force-back'), branch, by: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('look'), server: which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deploy'), server: which, environment }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('promote'), server: which, environment }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rollback'), server: which, environment }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('teardown'), server: which, environment }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel'), server: which, environment }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('protect'), server: which, environment, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('follow'), server: which, environment, branch }) },
  {
    weight: 14,
    arbitrary: fc.record({ do: fc.constant('machines'), server: which, batch: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('repeat'),
      server: which,
      machine: which,
      back: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('machine-dies'), machine: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('starts-fail'), count: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('room'), some: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('tick'), server: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('advance'), server: which }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(1_000, 11_000, 31_000, 3_700_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cloud'), reachable: fc.boolean(), hangs: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disk'), full: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('credentials'), good: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('source'), answers: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('kill'), server: which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('start-server') }) },
)

export type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

/** An action, and how many turns are taken before the next one comes: 0 starts both at once. */
export interface Move {
  action: Action
  turns: number
}

const turns = fc.oneof(fc.constant(0), fc.nat({ max: 12 }), fc.nat({ max: 12 }), fc.nat({ max: 80 }))

export interface Story {
  moves: Move[]
  /** How the machines behave, in the order of their starts. */
  plans: Plan[]
  /** Decides who takes each turn. */
  seed: number
  builds: number | null
  /** At the beginning. */
  servers: number
}

/** Half of the machines do what they should; without success there is little to promote, roll back or tear down. */
const plan = fc.oneof({ weight: 3, arbitrary: fc.constant<Plan>('succeeds') }, fc.constantFrom(...plans))

export const story: fc.Arbitrary<Story> = fc.record({
  moves: fc.array(fc.record({ action, turns }), { minLength: 5, maxLength: 45, size: 'max' }),
  plans: fc.array(plan, { minLength: 3, maxLength: 12, size: 'max' }),
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  builds: fc.constantFrom(null, null, 1, 2),
  servers: fc.constantFrom(1, 2),
})
