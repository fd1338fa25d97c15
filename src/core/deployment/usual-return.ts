import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'

export interface UsualReturn {
  /** Undefined: there is nothing to return to. */
  target?: DeploymentRecord
  /** What is live, where earlier successes brought the same commit: returning to one of them would undo nothing. */
  same?: DeploymentRecord
}

/**
 * Where a rollback goes that names no deployment: the last success before what is live now that brought another commit, or
 * what is live where a later attempt failed after it began to change the cloud. A rollback counts as what it returned to,
 * so that rolling back twice goes two steps back, and nothing returns to what was rolled back.
 */
export async function usualReturn(ports: Ports, app: string, environment: string): Promise<UsualReturn> {
  const { live, status } = await ports.deployments.environment(app, environment)
  const current = live ? await ports.deployments.get(live) : null
  // After an attempt that failed half-way something newer may stand in the cloud: then live itself is what to return to.
  if (current && status === 'error') return { target: current }
  const standing = current && (await original(ports, current))
  let before: string | undefined
  let same = false
  do {
    const page = await ports.deployments.list({ app, environment, state: 'succeeded', before, limit: 100 })
    const earlier = page.filter(one => isReturnable(one) && (!standing || one.number < standing.number))
    const target = earlier.find(one => one.commit !== standing?.commit)
    if (target) return { target }
    same ||= earlier.length > 0
    before = page.at(-1)?.id
  } while (before)
  return standing && same ? { same: standing } : {}
}

/** What a rollback returned to, since that is what it made live. */
export async function original(ports: Ports, record: DeploymentRecord): Promise<DeploymentRecord> {
  if (record.kind !== 'rollback' || !record.source) return record
  const target = await ports.deployments.find(record.app, record.environment, record.source.number)
  return target ? original(ports, target) : record
}

export const isReturnable = (one: DeploymentRecord): boolean => one.state === 'succeeded' && one.kind !== 'teardown'
