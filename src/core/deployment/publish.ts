import type { Deployment } from '../../contract/deployment.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'

/** A record as the world sees it: without tokens, leases and versions. */
export function showDeployment(record: DeploymentRecord, behind: string | null = null): Deployment {
  const {
    version: _version,
    fence: _fence,
    jobTokenHash: _jobTokenHash,
    sessionHash: _sessionHash,
    leaseUntil: _leaseUntil,
    deadlineAt: _deadlineAt,
    cancelRequestedAt: _cancelRequestedAt,
    askAgainAt: _askAgainAt,
    restarts: _restarts,
    lastEvent: _lastEvent,
    cloudChanging: _cloudChanging,
    ending: _ending,
    ...shown
  } = record
  return { ...shown, behind }
}

export function publish(ports: Ports, record: DeploymentRecord): void {
  ports.live.deployment(showDeployment(record))
}
