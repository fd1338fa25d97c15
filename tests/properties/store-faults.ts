import type { LogLine } from '../../src/contract/log.ts'
import type { DeploymentStore } from '../../src/core/ports/deployment-store.ts'
import type { Fault } from '../support/world/world.ts'
import { broken } from './broken.ts'

const queuedIn = async (whole: DeploymentStore, place: { app: string; environment: string }) =>
  (await whole.open()).filter(
    one => one.state === 'queued' && one.app === place.app && one.environment === place.environment,
  )

/** Broken stores: what the core relies on does not hold. */
export const storeFaults: Fault[] = [
  {
    name: 'a busy environment is taken',
    ports: broken('deployments', whole => ({
      async claimNext(claim) {
        const { running } = await whole.environment(claim.app, claim.environment)
        const record = running && (await queuedIn(whole, claim)).length > 0 ? await whole.get(running) : null
        const result = { state: 'cancelled', failure: null, finishedAt: claim.startedAt } as const
        if (record) await whole.finish(record, result, null)
        return whole.claimNext(claim)
      },
    })),
  },
  {
    name: 'an update overwrites what changed meanwhile',
    ports: broken('deployments', whole => ({
      async update(record, change, also) {
        const updated = await whole.update(record, change, also)
        const current = updated ? null : await whole.get(record.id)
        return current ? whole.update(current, change, also) : updated
      },
    })),
  },
  {
    name: 'a finished deployment keeps its environment',
    ports: broken('deployments', () => ({
      finish: async (record, result) => ({ ...record, ...result, version: record.version + 1 }),
    })),
  },
  {
    name: 'what is written together is written in part',
    ports: broken('deployments', whole => ({
      update: (record, change, also) => whole.update(record, change, also?.naming ? { naming: also.naming } : {}),
    })),
  },
  {
    name: 'a push supersedes what a person asked for',
    ports: broken('deployments', whole => ({
      async request(draft, messages) {
        const waiting = draft.kind === 'push' ? await queuedIn(whole, draft) : []
        for (const { id } of waiting) await whole.withdraw(id, draft.actor, draft.requestedAt)
        return whole.request(draft, messages)
      },
    })),
  },
  {
    name: 'a commit that was ever pushed is not accepted again',
    ports: broken('deployments', whole => ({
      async request(draft, messages) {
        const { app, environment, kind, commit } = draft
        const known = await whole.list({ app, environment, kind: 'push', commit: commit ?? undefined, limit: 1 })
        return kind === 'push' && known.length > 0 ? null : whole.request(draft, messages)
      },
    })),
  },
  {
    name: 'the log is written later',
    ports: ports => {
      const held = new Map<string, readonly LogLine[]>()
      return broken('logs', whole => ({
        async append(deployment, lines) {
          const before = held.get(deployment) ?? []
          held.set(deployment, lines)
          if (before.length > 0) await whole.append(deployment, before)
        },
      }))(ports)
    },
  },
  {
    name: 'the outbox forgets what it hands out',
    ports: broken('outbox', whole => ({
      async take(now, leaseUntil, limit) {
        const taken = await whole.take(now, leaseUntil, limit)
        for (const { id } of taken) await whole.done(id)
        return taken
      },
    })),
  },
]
