import type { Phase } from '../../contract/deployment.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'

/** Of a runner that was killed nobody tells that its phase ended: it did when the runner was heard last, as far as anybody knows. */
export function endPhases(
  { phases, leaseUntil }: Pick<DeploymentRecord, 'phases' | 'leaseUntil'>,
  { now, lease }: { now: number; lease: number },
): Phase[] {
  const heardAt = leaseUntil === null ? now : Math.min(now, leaseUntil - lease)
  return phases.map(phase =>
    phase.state === 'running'
      ? {
          ...phase,
          state: 'failed',
          finishedAt: new Date(Math.max(heardAt, Date.parse(phase.startedAt))).toISOString(),
        }
      : phase,
  )
}
