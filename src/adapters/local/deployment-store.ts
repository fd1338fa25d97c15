import { TrellisError } from '../../core/errors.ts'
import { notRunning, queuedRecord, replacedBy } from '../../core/ports/deployment-record.ts'
import type { DeploymentRecord, DeploymentStore } from '../../core/ports/deployment-store.ts'
import type { Database } from './database.ts'
import { DeploymentRows } from './deployment-rows.ts'
import { putMessages } from './outbox.ts'

export function createDeploymentStore(database: Database): DeploymentStore {
  const rows = new DeploymentRows(database)

  /** The stored record, if it still runs and is the one that the caller read. */
  function unchanged(record: DeploymentRecord): DeploymentRecord | null {
    const stored = rows.get(record.id)
    return stored?.state === 'running' && stored.version === record.version ? stored : null
  }

  return {
    async request(draft, messages = [], known) {
      return database.durably(() => {
        const { app, environment, kind, commit, branch } = draft
        if (!rows.environment(app, environment)) {
          throw new TrellisError('environment_not_found', `There is no environment ${environment} of ${app}.`)
        }
        const newest = kind === 'push' ? rows.newestPush(app, environment) : null
        if (newest && newest.commit === commit && newest.branch === branch) return null
        if (known && (newest?.id ?? null) !== known.newestPush) return null
        const replaced = kind === 'push' ? rows.queuedPushes(app, environment) : []
        const superseded = replaced.map(one => rows.write(one, { state: 'superseded', finishedAt: draft.requestedAt }))
        const brought = kind === 'push' && rows.bringing(app, environment, commit)
        const queued = queuedRecord(draft, rows.lastNumber(app, environment) + 1)
        const deployment = brought ? replacedBy(brought, queued) : queued
        rows.insert(deployment)
        putMessages(database, messages)
        return structuredClone({ deployment, superseded })
      })
    },
    async claimNext({ app, environment, jobTokenHash, startedAt, leaseUntil, deadlineAt, limit }) {
      // Asked again and again while an environment is busy: only what may succeed is worth a write lock.
      if (!rows.oldestQueued(app, environment)) return null
      return database.durably(() => {
        const standing = rows.environment(app, environment)
        if (!standing || standing.running !== null) return null
        if (limit !== null && rows.running() >= limit) return null
        const next = rows.oldestQueued(app, environment)
        if (!next) return null
        const fence = standing.fence + 1
        rows.writeEnvironment(app, environment, { running: next.id, latest: next.id, fence })
        const taken = { jobTokenHash: jobTokenHash(next.id), startedAt, leaseUntil, deadlineAt, fence }
        return rows.write(next, { state: 'running', ...taken })
      })
    },
    async update(record, change, { naming, messages = [] } = {}) {
      return database.durably(() => {
        const stored = unchanged(record)
        if (!stored) return null
        if (naming) rows.writeEnvironment(stored.app, stored.environment, { naming })
        putMessages(database, messages)
        return rows.write(stored, change)
      })
    },
    async finish(record, result, standing, messages = []) {
      return database.durably(() => {
        const stored = unchanged(record)
        if (!stored) return null
        rows.writeEnvironment(stored.app, stored.environment, { ...standing, running: null })
        putMessages(database, messages)
        return rows.write(stored, { ...result, ...notRunning })
      })
    },
    async withdraw(id, by, finishedAt) {
      return database.durably(() => {
        const stored = rows.get(id)
        if (stored?.state !== 'queued') return null
        return rows.write(stored, { state: 'cancelled', cancelRequestedBy: by, finishedAt })
      })
    },
    async get(id) {
      return rows.get(id)
    },
    async find(app, environment, number) {
      if (number !== 'latest') return rows.find(app, environment, number)
      const latest = rows.environment(app, environment)?.latest
      return latest ? rows.get(latest) : null
    },
    async list(query) {
      return rows.list(query)
    },
    async some(ids) {
      return rows.some(ids)
    },
    async actors(app) {
      return rows.actors(app)
    },
    async open() {
      return rows.open()
    },
    async environment(app, environment) {
      const nothing = { status: 'empty', live: null, latest: null, running: null, naming: null, fence: 0 } as const
      return rows.environment(app, environment) ?? { app, environment, ...nothing }
    },
    async environments() {
      return rows.environments()
    },
  }
}
