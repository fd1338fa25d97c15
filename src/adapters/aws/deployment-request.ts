import { TrellisError } from '../../core/errors.ts'
import { askedBy, queuedRecord, replacedBy } from '../../core/ports/deployment-record.ts'
import type { DeploymentDraft, DeploymentRecord, DeploymentStore } from '../../core/ports/deployment-store.ts'
import type { DeploymentReads } from './deployment-reads.ts'
import type { DeploymentWrites } from './deployment-writes.ts'
import { counting, type Line } from './items/environment.ts'
import { again, untilUndisturbed } from './table/again.ts'
import type { Positions } from './table/positions.ts'
import { type Write, write } from './table/write.ts'

type Result = Awaited<ReturnType<DeploymentStore['request']>>

interface Parts {
  reads: DeploymentReads
  writes: DeploymentWrites
  positions: Positions
}

/** @param messages writes that belong into the same transaction. */
export function requestDeployment(
  { reads, writes, positions }: Parts,
  draft: DeploymentDraft,
  messages: readonly Write[],
  known: { newestPush: string | null } | undefined,
): Promise<Result> {
  const { id, app, environment, kind, commit, branch, requestedAt } = draft
  const by = askedBy(draft)
  return untilUndisturbed(async (): Promise<Result | typeof again> => {
    const found = await reads.line(app, environment)
    if (!found) {
      throw new TrellisError('environment_not_found', `There is no environment ${environment} of ${app}.`)
    }
    const { line, version } = found
    const newest = kind === 'push' ? line.newestPush : null
    if (newest && newest.commit === commit && newest.branch === branch) return null
    if (known && (newest?.id ?? null) !== known.newestPush) return null
    if (await reads.one(id)) throw new Error(`There is a deployment ${id} already.`)

    const replaced = await queuedPushes(reads, line, kind)
    if (!replaced) return again
    const brought = kind === 'push' ? await bringing(reads, line, commit) : null
    const queued = queuedRecord(draft, line.lastNumber + 1)
    const deployment = brought ? replacedBy(brought, queued) : queued
    const position = positions.next(line.lastPosition ?? undefined)
    const superseded = replaced.map(one => ({
      before: one,
      after: { ...one, state: 'superseded', finishedAt: requestedAt, version: one.version + 1 } as const,
    }))
    const gone = new Set(replaced.map(one => one.id))
    const after: Line = {
      ...line,
      queue: [...line.queue.filter(one => !gone.has(one.id)), ...(brought ? [] : [{ id, kind }])],
      lastNumber: deployment.number,
      lastPosition: position,
      newest: kind === 'push' ? line.newest : counting(line, deployment),
      newestPush: kind === 'push' ? { id, commit, branch } : line.newestPush,
    }
    const { done } = await write(
      writes.move(draft, version, after),
      ...writes.insert(deployment, position),
      ...(brought ? [writes.same(brought)] : []),
      ...superseded.flatMap(one => [writes.change(one.before, one.after), writes.close(one.before.id)]),
      ...((await reads.knowsActor(app, environment, by)) ? [] : [writes.noteActor(draft, by)]),
      ...messages,
    )
    return done ? { deployment, superseded: superseded.map(one => one.after) } : again
  })
}

/** The newest operation, if it is a person's deployment that brings this commit. */
async function bringing(reads: DeploymentReads, line: Line, commit: string | null): Promise<DeploymentRecord | null> {
  const newest = line.newest && (await reads.one(line.newest.id))?.record
  if (!newest || newest.commit !== commit || !['manual', 'promotion'].includes(newest.kind)) return null
  const { state, ending, cancelRequestedAt } = newest
  if (state === 'queued' || (state === 'running' && !ending && cancelRequestedAt === null)) return newest
  return line.state.status === 'deployed' && line.state.live === newest.id ? newest : null
}

/** Those that a push replaces; null when somebody changed them while they were read. */
async function queuedPushes(
  reads: DeploymentReads,
  { queue }: Line,
  kind: DeploymentDraft['kind'],
): Promise<DeploymentRecord[] | null> {
  const pushes = kind === 'push' ? queue.filter(one => one.kind === 'push').map(one => one.id) : []
  const records = (await reads.many(pushes)).map(one => one.record)
  const all = records.length === pushes.length && records.every(one => one.state === 'queued')
  return all ? records : null
}
