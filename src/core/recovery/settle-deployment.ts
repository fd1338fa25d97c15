import type { Failure } from '../../contract/deployment.ts'
import { targetOf } from '../account/target-account.ts'
import { finish } from '../deployment/finish.ts'
import { TrellisError } from '../errors.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'

/**
 * Brings a deployment whose ending is decided to that end: no process left, its stack operation cancelled or over, and
 * only then its environment free. May be called again at any point.
 * @returns false when the cloud is not quiet yet: try again later.
 */
export async function settleDeployment(ports: Ports, id: string): Promise<boolean> {
  const record = await ports.deployments.get(id)
  if (record?.state !== 'running' || !record.ending) return true
  await ports.jobs.stop(id)
  let doubt: string | null = null
  if (record.cloudChanging) {
    try {
      await settleCloud(ports, record)
    } catch (error) {
      if (!(error instanceof TrellisError)) throw error
      if (ports.clock.now() < record.ending.giveUpAt) return false
      doubt = error.message
    }
  }
  // Read again: the runner may have reported while the cloud was settled.
  const current = await ports.deployments.get(id)
  if (current?.state !== 'running' || !current.ending) return true
  const { state, failure } = current.ending
  await sayLast(ports, current, state === 'cancelled' ? `Cancelled by ${current.cancelRequestedBy?.name}.` : failure)
  return finish(ports, current, state, withDoubt(failure, doubt))
}

async function settleCloud(ports: Ports, record: DeploymentRecord): Promise<void> {
  const environment = (await ports.apps.environments(record.app)).find(one => one.name === record.environment)
  const { naming } = await ports.deployments.environment(record.app, record.environment)
  if (!environment || !naming) return
  const access = await ports.targets.access(await targetOf(ports, environment))
  const stacks = naming.stacks.map(stack => stack.name)
  await ports.cloud.settle(access, stacks, AbortSignal.timeout(ports.limits.settleAttempt))
}

/** The log ends with what ended it, also when the runner could not say so itself. */
async function sayLast(ports: Ports, record: DeploymentRecord, what: string | Failure | null): Promise<void> {
  const text = typeof what === 'string' ? what : what?.message
  if (!text) return
  const last = await ports.logs.last(record.id)
  const [line] = (await ports.logs.read(record.id, Math.max(last, 1), 1)).lines
  if (line?.text === text) return
  const at = new Date(ports.clock.now()).toISOString()
  const lines = [{ seq: last + 1, at, phase: null, stream: 'trellis' as const, text }]
  await ports.logs.append(record.id, lines)
  ports.live.lines(record.id, lines)
}

function withDoubt(failure: Failure | null, doubt: string | null): Failure | null {
  if (!failure || !doubt) return failure
  return { ...failure, message: `${failure.message} Whether its stacks are quiet is not known: ${doubt}` }
}
