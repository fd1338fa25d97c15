import type { Failure } from '../../contract/deployment.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { publish } from './publish.ts'

export type Conclusion =
  | { state: 'failed'; failure: Failure; provisional?: true }
  | { state: 'cancelled'; failure: Failure | null }

/**
 * Decides that a running deployment ends without success. The first decision stands. Its environment is freed only when
 * no process is left and the cloud is quiet, which `settleDeployment` sees to.
 * @param start the `jobTokenHash` of the start of its machine that this is about; a later one knows better, as does a runner that reported
 */
export async function conclude(
  ports: Ports,
  id: string,
  conclusion: Conclusion,
  start?: DeploymentRecord['jobTokenHash'],
): Promise<void> {
  for (;;) {
    const record = await ports.deployments.get(id)
    if (record?.state !== 'running' || record.ending) return
    if (start !== undefined && (record.jobTokenHash !== start || record.sessionHash)) return
    const giveUpAt = ports.clock.now() + ports.limits.settleGiveUp
    const decided = await ports.deployments.update(
      record,
      { ending: { ...conclusion, giveUpAt } },
      { messages: [{ kind: 'settle-deployment', deployment: id }] },
    )
    if (!decided) continue
    publish(ports, decided)
    return
  }
}
