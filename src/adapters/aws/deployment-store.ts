import { notRunning } from '../../core/ports/deployment-record.ts'
import type { Claim, DeploymentRecord, DeploymentStore } from '../../core/ports/deployment-store.ts'
import { DeploymentReads } from './deployment-reads.ts'
import { requestDeployment } from './deployment-request.ts'
import { DeploymentWrites } from './deployment-writes.ts'
import { counting } from './items/environment.ts'
import type { MessageWrites } from './outbox.ts'
import { again, untilUndisturbed } from './table/again.ts'
import { copy } from './table/copy.ts'
import type { RecordsTable } from './table/open-table.ts'
import type { Positions } from './table/positions.ts'
import { write } from './table/write.ts'

/**
 * Everything that decides about an environment stands in one item with a version: what runs, what waits, the last number and
 * fence. Each step reads it, decides, and writes it with the deployment and the messages in one transaction, on the condition
 * that nobody else did meanwhile.
 */
export function createDeploymentStore(
  table: RecordsTable,
  positions: Positions,
  messageWrites: MessageWrites,
): DeploymentStore {
  const reads = new DeploymentReads(table)
  const writes = new DeploymentWrites(table)

  async function claim({ app, environment, limit, jobTokenHash, ...taken }: Claim) {
    const standing = await reads.line(app, environment)
    const [waiting, ...queue] = standing?.line.queue ?? []
    if (!standing || !waiting || standing.line.state.running !== null || limit === 0) return null
    const queued = (await reads.one(waiting.id))?.record
    if (queued?.state !== 'queued') return again
    const { line, version } = standing
    const fence = line.state.fence + 1
    const running = next(queued, { state: 'running', ...taken, jobTokenHash: jobTokenHash(queued.id), fence })
    const state = { ...line.state, running: queued.id, latest: queued.id, fence }
    const { done, unmet } = await write(
      writes.started(limit),
      writes.move({ app, environment }, version, { ...line, queue, state, newest: counting(line, queued) }),
      writes.change(queued, running),
    )
    if (done) return running
    // The limit is reached, but only if that is all there is to it.
    return unmet.length === 1 && unmet[0] === 0 ? null : again
  }

  return {
    ...reads.asPort(),
    request: async (draft, messages = [], known) =>
      requestDeployment({ reads, writes, positions }, copy(draft), messageWrites(messages), known),
    claimNext: wish => untilUndisturbed(() => claim(wish)),
    async update(record, change, { naming, messages = [] } = {}) {
      if (record.state !== 'running') return null
      const changed = next(record, copy(change))
      const puts = messageWrites(messages)
      const named = naming && copy(naming)
      if (!named && puts.length === 0) return (await writes.changeAlone(record, changed)) ? changed : null
      return untilUndisturbed(async () => {
        const { app, environment } = record
        const standing = named && (await reads.line(app, environment))
        if (named && !standing) return null
        const moved =
          standing && named
            ? [
                writes.move(record, standing.version, {
                  ...standing.line,
                  state: { ...standing.line.state, naming: named },
                }),
              ]
            : []
        const { done, unmet } = await write(writes.change(record, changed), ...moved, ...puts)
        if (done) return changed
        return unmet.includes(0) ? null : again
      })
    },
    async finish(record, result, standing, messages = []) {
      if (record.state !== 'running') return null
      const ended = next(record, { ...copy(result), ...notRunning })
      const after = copy(standing)
      const puts = messageWrites(messages)
      return untilUndisturbed(async () => {
        const found = await reads.line(record.app, record.environment)
        if (found?.line.state.running !== record.id) return null
        const state = { ...found.line.state, ...after, running: null }
        const { done, unmet } = await write(
          writes.change(record, ended),
          writes.move(record, found.version, { ...found.line, state }),
          writes.close(record.id),
          writes.noteEnd(record.id, result.finishedAt),
          writes.ended(),
          ...puts,
        )
        if (done) return ended
        return unmet.includes(0) ? null : again
      })
    },
    withdraw: (id, by, finishedAt) =>
      untilUndisturbed(async () => {
        const queued = (await reads.one(id))?.record
        if (queued?.state !== 'queued') return null
        const found = await reads.line(queued.app, queued.environment)
        if (!found) return null
        const withdrawn = next(queued, { state: 'cancelled', cancelRequestedBy: copy(by), finishedAt })
        const queue = found.line.queue.filter(one => one.id !== id)
        const { done } = await write(
          writes.change(queued, withdrawn),
          writes.move(queued, found.version, { ...found.line, queue, newest: counting(found.line, queued) }),
          writes.close(id),
        )
        return done ? withdrawn : again
      }),
  }
}

/** The next version of a record, sharing nothing with the caller's. */
const next = (record: DeploymentRecord, change: Partial<DeploymentRecord>): DeploymentRecord => ({
  ...copy(record),
  ...change,
  version: record.version + 1,
})
