import type { CloudCredentials } from '../../contract/job.ts'
import type { Job } from './job.ts'
import { secretsOf } from './secrets.ts'

/** Less than this left, and they might expire in the middle of a step. */
const enoughMs = 15 * 60_000
const current = new WeakMap<Job, CloudCredentials>()

/** The job's credentials, fresh ones when they are about to expire. What is new of them is hidden from the log from now on. */
export async function currentCredentials(job: Job): Promise<CloudCredentials> {
  const known = current.get(job) ?? job.spec.account.credentials
  if (!known.expiresAt || Date.parse(known.expiresAt) - Date.now() > enoughMs) return known
  const fresh = await job.session.credentials()
  job.journal.hide(secretsOf(fresh))
  current.set(job, fresh)
  return fresh
}

/** When they ended, if they have by now: a step cannot be given others while it runs. */
export const endedAlready = (credentials: CloudCredentials | undefined): string | undefined =>
  credentials?.expiresAt && Date.parse(credentials.expiresAt) <= Date.now() ? credentials.expiresAt : undefined
