import { lchown } from 'node:fs/promises'
import type { Failure } from '../../contract/deployment.ts'
import { type FailureCode, failure, failureHints } from '../../core/failures.ts'
import { type CheckedOut, checkout } from '../checkout/checkout.ts'
import type { GitCredential } from '../checkout/git.ts'
import { handOver } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import { JobFailed } from '../job/phase.ts'
import { Refused } from '../session/transport.ts'

/** Fetches the deployment's commit, by the credential of its repository where it has one, and leaves it to the steps. */
export async function fetchTree(job: Job): Promise<CheckedOut | Failure> {
  const { repository, deployment } = job.spec
  const { tree } = job.folders
  const request = {
    url: repository.url,
    commit: deployment.commit ?? '',
    branch: deployment.branch,
    path: repository.path,
    tree,
    ...(repository.authorized ? { credential: () => credentialOf(job) } : {}),
  }
  // git takes only what is its user's; until it is done, no step of the repository has run.
  if (job.isolation.user) await lchown(tree, process.getuid?.() ?? 0, process.getgid?.() ?? 0)
  const result = await checkout(request, job.signal).catch(failureIn)
  await handOver(job, tree)
  job.signal.throwIfAborted()
  return result
}

/** Hidden from the log from now on, though nothing ought to print it. */
async function credentialOf(job: Job): Promise<GitCredential | null> {
  try {
    const credential = await job.session.cloneCredential()
    if (credential) job.journal.hide([credential.password])
    return credential
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new JobFailed(failure(failureCodeOf(error.code), 'checkout', error.message))
  }
}

const failureCodeOf = (code: string): FailureCode =>
  code in failureHints ? (code as FailureCode) : 'repository_unreachable'

function failureIn(error: unknown): Failure {
  if (error instanceof JobFailed) return error.failure
  throw error
}
