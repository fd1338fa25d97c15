import { TrellisError } from '../../src/core/errors.ts'
import type { Fault } from '../support/world/world.ts'
import { broken } from './broken.ts'
import { storeFaults } from './store-faults.ts'

/** A broken outside world, which stands for a core that does not ask it. */
const unasked: Fault[] = [
  { name: 'the cloud is not settled', ports: broken('cloud', () => ({ settle: async () => ({}) })) },
  { name: 'a machine is not stopped', ports: broken('jobs', () => ({ stop: async () => undefined })) },
  {
    name: 'a token is shown to whoever watches',
    ports: broken('live', whole => ({
      deployment: shown => whole.deployment(Object.assign({ jobTokenHash: 'e3b0c442' }, shown)),
    })),
  },
  {
    name: 'protection is not looked at',
    ports: broken('apps', whole => ({
      environments: async app => (await whole.environments(app)).map(one => ({ ...one, protected: false })),
    })),
  },
]

/** A broken core. */
const brokenCore: Fault[] = [
  { name: 'nobody misses a lost runner', core: core => ({ ...core, sweep: ports => core.advance(ports) }) },
  {
    name: 'events seen before are counted again',
    core: core => ({
      ...core,
      async recordEvents(ports, id, session, events) {
        const { lastEvent = 0, lastSeq = 0 } = (await ports.deployments.get(id)) ?? {}
        let line = lastSeq
        const again = events.map((event, index) => {
          const seq = lastEvent + 1 + index
          return event.type === 'log' ? { ...event, seq, line: ++line } : { ...event, seq }
        })
        const answer = await core.recordEvents(ports, id, session, again)
        return { ...answer, acknowledged: events.at(-1)?.seq ?? 0 }
      },
    }),
  },
  {
    name: 'a cancelled deployment frees its environment at once',
    core: core => ({
      ...core,
      async cancel(ports, actor, wish) {
        const record = await core.cancel(ports, actor, wish)
        const finishedAt = new Date(ports.clock.now()).toISOString()
        const running = await ports.deployments.get(record.id)
        const result = { state: 'cancelled', failure: null, finishedAt } as const
        const finished = running && (await ports.deployments.finish(running, result, null))
        if (!finished) throw new TrellisError('nothing_to_cancel', 'It ended meanwhile.')
        return finished
      },
    }),
  },
]

export const faults: readonly Fault[] = [...storeFaults, ...unasked, ...brokenCore]
