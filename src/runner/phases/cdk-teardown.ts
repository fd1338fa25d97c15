import { relative } from 'node:path'
import type { Plan } from '../../frameworks/plan.ts'
import { checkout } from '../checkout/checkout.ts'
import type { Job } from '../job/job.ts'
import { treeReader } from '../job/tree-reader.ts'
import { cdkRemovePhase } from './cdk.ts'
import { customRemovePhase } from './custom.ts'

/**
 * Removes the CDK's stacks, which are known without the code. An app that has changed to commands of its own since has
 * made more than them: those commands remove first, since what is newer may use what is older.
 */
export async function cdkTeardown(job: Job): Promise<void> {
  const plan = await planToday(job)
  const custom = plan?.deploy.kind === 'command' ? plan : undefined
  if (custom?.remove) await customRemovePhase(job, custom)
  await cdkRemovePhase(job, job.cdk)
  // Fails, and says what is missing: the stacks are gone, but what the commands made is not.
  if (custom && !custom.remove) await customRemovePhase(job, custom)
}

/** What the code says by now. A repository that cannot be reached must not keep the stacks standing. */
async function planToday(job: Job): Promise<Plan | undefined> {
  const { repository, deployment } = job.spec
  if (deployment.commit === null) return undefined
  const { tree } = job.folders
  const wanted = { url: repository.url, path: repository.path, commit: deployment.commit, branch: deployment.branch }
  const found = await checkout({ ...wanted, tree }, job.signal)
  job.signal.throwIfAborted()
  const { planFor } = await import('../../frameworks/plan.ts')
  const planned =
    'code' in found ? { failure: found } : await planFor(treeReader(tree), relative(tree, found.appDir) || '.')
  if ('plan' in planned) return planned.plan
  job.journal.say(`Only the CDK's stacks are removed, since the code could not be read: ${planned.failure.message}`)
  return undefined
}
