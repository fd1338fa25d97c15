import { relative } from 'node:path'
import type { Failure } from '../../contract/deployment.ts'
import type { Plan } from '../../frameworks/plan.ts'
import type { Job } from '../job/job.ts'
import { treeReader } from '../job/tree-reader.ts'
import { cdkRemovePhase } from './cdk.ts'
import { customRemovePhase } from './custom.ts'
import { fetchTree } from './fetch-tree.ts'

/**
 * Removes the CDK's stacks, which are known without the code. An app that has changed to commands of its own since has
 * made more than them: those commands remove first, since what is newer may use what is older. A repository that cannot be reached
 * must not keep the stacks standing, and it is said what that leaves open.
 */
export async function cdkTeardown(job: Job): Promise<void> {
  const planned = await planToday(job)
  if ('failure' in planned) job.journal.say(`The code could not be read: ${planned.failure.message}`)
  const custom = 'plan' in planned && planned.plan?.deploy.kind === 'command' ? planned.plan : undefined
  if (custom?.remove) await customRemovePhase(job, custom)
  await cdkRemovePhase(job, job.cdk)
  if ('failure' in planned) job.journal.say(left(job))
  // Fails, and says what is missing: the stacks are gone, but what the commands made is not.
  if (custom && !custom.remove) await customRemovePhase(job, custom)
}

const left = ({ spec: { deployment } }: Job): string =>
  `Only the CDK's stacks were removed, without the code of ${deployment.commit?.slice(0, 12)}. If it names a \`remove:\` of its own, that was not run, and what the app's own commands made may still stand.`

/** What the code says by now, where there is any. */
async function planToday(job: Job): Promise<{ plan: Plan | undefined } | { failure: Failure }> {
  if (job.spec.deployment.commit === null) return { plan: undefined }
  const { tree } = job.folders
  const found = await fetchTree(job)
  if ('code' in found) return { failure: found }
  const { planFor } = await import('../../frameworks/plan.ts')
  return planFor(treeReader(tree), relative(tree, found.appDir) || '.')
}
