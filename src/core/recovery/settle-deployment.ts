import type { Failure } from '../../contract/deployment.ts'
import { refuseOtherPlace } from '../account/refuse-other-place.ts'
import { targetOf } from '../account/target-account.ts'
import { finish } from '../deployment/finish.ts'
import { TrellisError } from '../errors.ts'
import { failure } from '../failures.ts'
import type { DeploymentRecord, Ending } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { endedWith } from './endings.ts'

/**
 * Brings a deployment whose ending is decided to that end: no process left, its stack operation cancelled or over, and
 * only then its environment free. May be called again at any point.
 * @returns false when the cloud is not quiet yet: try again later.
 */
export async function settleDeployment(ports: Ports, id: string): Promise<boolean> {
  const decided = await ports.deployments.get(id)
  if (decided?.state !== 'running' || !decided.ending) return true
  await ports.jobs.stop(id)
  const record = await silence(ports, id)
  if (!record?.ending) return true
  const { state } = record.ending
  const cause = await knownCause(ports, record, record.ending)
  let doubt: string | null = null
  if (record.cloudChanging) {
    try {
      await settleCloud(ports, record)
    } catch (error) {
      // Whatever it is, such as an aborted attempt: an environment that waits for ever helps nobody.
      if (ports.clock.now() >= record.ending.giveUpAt) doubt = error instanceof Error ? error.message : String(error)
      else if (error instanceof TrellisError) return false
      else throw error
    }
  }
  const said = await sayLast(
    ports,
    record,
    state === 'cancelled' ? `Cancelled by ${record.cancelRequestedBy?.name}.` : cause,
  )
  return said !== null && finish(ports, said, state, doubt ? withDoubt(cause, doubt) : cause)
}

/** A runner that was told to end, or is gone, seldom knows why: who stopped it, what was used up. The place does once it has ended. */
async function knownCause(ports: Ports, record: DeploymentRecord, ending: Ending): Promise<Failure | null> {
  const why = ending.provisional && ending.state === 'failed' ? await ports.jobs.whyGone(record.id) : null
  return why ? endedWith(record, why).failure : ending.failure
}

/**
 * What a runner sent last may still be on its way when it is gone. From here on it is refused: else it could take the place of
 * the log's last line, or report a change of the cloud that nobody would wait for.
 * @returns null when another server has brought it to its end.
 */
async function silence(ports: Ports, id: string): Promise<DeploymentRecord | null> {
  for (;;) {
    const record = await ports.deployments.get(id)
    if (record?.state !== 'running' || !record.sessionHash) return record
    const silenced = await ports.deployments.update(record, { sessionHash: null })
    if (silenced) return silenced
  }
}

async function settleCloud(ports: Ports, record: DeploymentRecord): Promise<void> {
  const environment = (await ports.apps.environments(record.app)).find(one => one.name === record.environment)
  const { naming } = await ports.deployments.environment(record.app, record.environment)
  if (!environment || !naming) return
  const access = await ports.targets.access(await targetOf(ports, environment))
  refuseOtherPlace(naming, access, environment.name)
  const signal = AbortSignal.timeout(ports.limits.settleAttempt)
  // A stack may stand in a region of its own; where nobody looked for it, it would count as stable.
  const regions = Map.groupBy(naming.stacks, stack => stack.region ?? access.region)
  await Promise.all(
    [...regions].map(([region, stacks]) =>
      ports.cloud.settle(
        { ...access, region },
        stacks.map(one => one.name),
        signal,
      ),
    ),
  )
}

/**
 * The log ends with what ended it, also when the runner could not say so itself, and the record knows its last line.
 * @returns the record afterwards, or null when it was changed meanwhile.
 */
async function sayLast(
  ports: Ports,
  record: DeploymentRecord,
  what: string | Failure | null,
): Promise<DeploymentRecord | null> {
  const text = typeof what === 'string' ? what : what?.message
  const count = text?.split('\n').length ?? 1
  let said = false
  // Until it stands there: another server may say the same now, and a last line of the runner may come between.
  for (;;) {
    const last = await ports.logs.last(record.id)
    // By itself: a page of several may end before it.
    const [line] = (await ports.logs.read(record.id, Math.max(last, 1), 1)).lines
    const { lines } = await ports.logs.read(record.id, Math.max(last - count + 1, 1), count)
    // The runner says a text of several lines in as many.
    if (!text || line?.text === text || lines.map(one => one.text).join('\n') === text) {
      if (said && line) ports.live.lines(record.id, [line])
      const lastSeq = line?.seq ?? last
      return lastSeq === record.lastSeq ? record : ports.deployments.update(record, { lastSeq })
    }
    const at = new Date(ports.clock.now()).toISOString()
    await ports.logs.append(record.id, [{ seq: last + 1, at, phase: null, stream: 'trellis', text }])
    said = true
  }
}

function withDoubt(ended: Failure | null, doubt: string): Failure {
  const base = ended ?? failure('cancelled', null, 'Cancelled.', 'Look at its stacks before you deploy again.')
  return { ...base, message: `${base.message} Whether its stacks are quiet is not known: ${doubt}` }
}
