import type { JobSpec } from '../../contract/job.ts'
import { conclude } from '../deployment/conclude.ts'
import { publish } from '../deployment/publish.ts'
import { TrellisError } from '../errors.ts'
import { type FailureCode, failure, failureHints } from '../failures.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { hashToken, tokenMatches } from './hash-token.ts'
import { prepareJob } from './prepare-job.ts'

/**
 * A runner exchanges its one-time job token for its job. The same runner may ask again with the same session, since an answer can get lost.
 * @throws TrellisError not_signed_in, job_taken, job_over
 */
export async function claimJob(ports: Ports, token: string, session: string): Promise<JobSpec> {
  const id = token.split('.')[0] ?? ''
  for (;;) {
    const record = await ports.deployments.get(id)
    if (!record || !tokenMatches(token, record.jobTokenHash)) {
      throw new TrellisError('not_signed_in', 'This job token is not known.')
    }
    if (record.state !== 'running' || record.ending) throw over(record.state)
    if (record.sessionHash && !tokenMatches(session, record.sessionHash)) {
      throw new TrellisError('job_taken', 'Another runner has taken this job.')
    }
    const job = await prepareOrFail(ports, record)
    const leaseUntil = ports.clock.now() + ports.limits.lease
    // Its machine is there, whether or not whoever asked for it came to say so.
    const waitIsOver = { noMachine: null, askAgainAt: null }
    const claimed = await ports.deployments.update(record, {
      sessionHash: hashToken(session),
      leaseUntil,
      ...waitIsOver,
    })
    if (!claimed) continue
    if (record.noMachine) publish(ports, claimed)
    // Should it fail, it ends by itself, and is worth nothing anyway.
    await ports.jobs.taken(id).catch(() => undefined)
    return job
  }
}

async function prepareOrFail(ports: Ports, record: DeploymentRecord): Promise<JobSpec> {
  try {
    return await prepareJob(ports, record)
  } catch (error) {
    if (!(error instanceof TrellisError)) throw error
    const code: FailureCode = isFailureCode(error.code) ? error.code : 'internal'
    await conclude(ports, record.id, { state: 'failed', failure: failure(code, null, error.message, error.hint) })
    throw over('failed')
  }
}

const isFailureCode = (code: string): code is FailureCode => code in failureHints

const over = (state: string) => new TrellisError('job_over', `This job is over: ${state}.`)

/** The deployment of a runner that has claimed it. @throws TrellisError not_signed_in, job_over */
export async function authenticateRunner(ports: Ports, id: string, session: string): Promise<DeploymentRecord> {
  const record = await ports.deployments.get(id)
  if (!record || !tokenMatches(session, record.sessionHash)) {
    throw new TrellisError('not_signed_in', 'This session is not known.')
  }
  if (record.state !== 'running') throw over(record.state)
  return record
}
