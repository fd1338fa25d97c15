import type { DeploymentRecord, EnvironmentState } from '../ports/deployment-store.ts'

/** What an environment is after a deployment; null: what it was. A failed test changes nothing in the cloud, so nothing here. */
export function standingAfter(
  record: Pick<DeploymentRecord, 'id' | 'kind' | 'cloudChanging'>,
  state: 'succeeded' | 'failed' | 'cancelled',
  before: EnvironmentState,
): Pick<EnvironmentState, 'status' | 'live' | 'naming'> | null {
  if (state === 'succeeded') {
    return record.kind === 'teardown'
      ? { status: 'removed', live: null, naming: null }
      : { status: 'deployed', live: record.id, naming: before.naming }
  }
  return record.cloudChanging ? { status: 'error', live: before.live, naming: before.naming } : null
}
