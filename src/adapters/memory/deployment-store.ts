import { askedBy, notRunning, queuedRecord, replacedBy } from '../../core/ports/deployment-record.ts'
import type { DeploymentRecord, DeploymentStore } from '../../core/ports/deployment-store.ts'
import { copy } from './copy.ts'
import type { Pause } from './pause.ts'
import { emptyEnvironment, environmentOf, type MemoryState, putMessages } from './state.ts'

type Step = Pick<DeploymentStore, 'request' | 'claimNext' | 'update' | 'finish' | 'withdraw'>
type Look = Pick<DeploymentStore, 'get' | 'some' | 'find' | 'list' | 'actors' | 'open' | 'environment' | 'environments'>

export function createDeploymentStore(state: MemoryState, pause: Pause): DeploymentStore {
  return { ...steps(state, pause), ...looks(state, pause) }
}

function steps(state: MemoryState, pause: Pause): Step {
  function write(record: DeploymentRecord, change: Partial<DeploymentRecord>): DeploymentRecord {
    const changed = { ...record, ...change, version: record.version + 1 }
    state.deployments.set(record.id, changed)
    return changed
  }

  /** The stored record, if it still runs and is the one that the caller read. */
  function unchanged(record: DeploymentRecord): DeploymentRecord | null {
    const stored = state.deployments.get(record.id)
    return stored?.state === 'running' && stored.version === record.version ? stored : null
  }

  /** Whether it is a person's deployment on its way, or what it brought stands there. */
  function brings(newest: DeploymentRecord): boolean {
    const { app, environment, id, kind, state: now, ending, cancelRequestedAt } = newest
    if (kind !== 'manual' && kind !== 'promotion') return false
    if (now === 'queued' || (now === 'running' && !ending && cancelRequestedAt === null)) return true
    const standing = environmentOf(state, app, environment).state
    return standing.live === id && standing.status === 'deployed'
  }

  return {
    async request(draft, messages = [], known) {
      await pause()
      const [wish, added] = copy([draft, messages] as const)
      environmentOf(state, wish.app, wish.environment)
      if (state.deployments.has(wish.id)) throw new Error(`There is a deployment ${wish.id} already.`)
      const before = [...state.deployments.values()].filter(
        one => one.app === wish.app && one.environment === wish.environment,
      )
      const pushes = wish.kind === 'push' ? before.filter(one => one.kind === 'push') : []
      const last = pushes.at(-1)
      if (last && last.commit === wish.commit && last.branch === wish.branch) return null
      if (known && (last?.id ?? null) !== known.newestPush) return null
      const superseded = pushes
        .filter(one => one.state === 'queued')
        .map(one => write(one, { state: 'superseded', finishedAt: wish.requestedAt }))
      const queued = queuedRecord(wish, (before.at(-1)?.number ?? 0) + 1)
      const replaced = new Set(superseded.map(one => one.id))
      const newest = before.findLast(one => one.state !== 'superseded' && !replaced.has(one.id))
      const brought = wish.kind === 'push' && newest?.commit === wish.commit && brings(newest) ? newest : null
      const deployment: DeploymentRecord = brought ? replacedBy(brought, queued) : queued
      state.deployments.set(deployment.id, deployment)
      putMessages(state, added)
      return copy({ deployment, superseded })
    },
    async claimNext({ app, environment, jobTokenHash, startedAt, leaseUntil, deadlineAt, limit }) {
      await pause()
      const standing = state.environments.get(app)?.get(environment)?.state
      if (!standing || standing.running) return null
      const all = [...state.deployments.values()]
      if (limit !== null && all.filter(one => one.state === 'running').length >= limit) return null
      const next = all.find(one => one.app === app && one.environment === environment && one.state === 'queued')
      if (!next) return null
      const fence = standing.fence + 1
      const taken = { jobTokenHash: jobTokenHash(next.id), startedAt, leaseUntil, deadlineAt, fence }
      Object.assign(standing, { fence, running: next.id, latest: next.id })
      return copy(write(next, { state: 'running', ...taken }))
    },
    async update(record, change, also = {}) {
      await pause()
      const [changes, { naming, messages = [] }] = copy([change, also] as const)
      const stored = unchanged(record)
      if (!stored) return null
      if (naming) environmentOf(state, stored.app, stored.environment).state.naming = naming
      putMessages(state, messages)
      return copy(write(stored, changes))
    },
    async finish(record, result, standing, messages = []) {
      await pause()
      const [ended, after, added] = copy([result, standing, messages] as const)
      const stored = unchanged(record)
      if (!stored) return null
      Object.assign(environmentOf(state, stored.app, stored.environment).state, after, { running: null })
      putMessages(state, added)
      return copy(write(stored, { ...ended, ...notRunning }))
    },
    async withdraw(id, by, finishedAt) {
      await pause()
      const stored = state.deployments.get(id)
      if (stored?.state !== 'queued') return null
      return copy(write(stored, { state: 'cancelled', cancelRequestedBy: copy(by), finishedAt }))
    },
  }
}

function looks(state: MemoryState, pause: Pause): Look {
  return {
    async get(id) {
      await pause()
      return copy(state.deployments.get(id) ?? null)
    },
    async find(app, environment, number) {
      await pause()
      const latest = state.environments.get(app)?.get(environment)?.state.latest
      const all = [...state.deployments.values()].filter(one => one.app === app && one.environment === environment)
      return copy(all.find(one => (number === 'latest' ? one.id === latest : one.number === number)) ?? null)
    },
    async some(ids) {
      await pause()
      return copy(ids.flatMap(id => state.deployments.get(id) ?? []))
    },
    async actors(app) {
      await pause()
      const asked = [...state.deployments.values()].filter(one => app === undefined || one.app === app)
      return [...new Set(asked.map(askedBy))].sort()
    },
    async list({ actor, before, limit, ...filter }) {
      await pause()
      const all = [...state.deployments.values()]
      const older =
        before === undefined
          ? all
          : all.slice(
              0,
              Math.max(
                0,
                all.findIndex(one => one.id === before),
              ),
            )
      const asked = Object.entries(filter).filter(([, value]) => value !== undefined)
      const found = older.filter(
        one =>
          (actor === undefined || askedBy(one) === actor) &&
          asked.every(([field, value]) => one[field as keyof DeploymentRecord] === value),
      )
      return copy(found.reverse().slice(0, limit))
    },
    async open() {
      await pause()
      return copy([...state.deployments.values()].filter(one => one.state === 'queued' || one.state === 'running'))
    },
    async environment(app, environment) {
      await pause()
      return copy(state.environments.get(app)?.get(environment)?.state ?? emptyEnvironment(app, environment))
    },
    async environments() {
      await pause()
      return copy([...state.environments.values()].flatMap(app => [...app.values()].map(one => one.state)))
    },
  }
}
