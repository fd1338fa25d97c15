import { lchown } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type FailureCode, failure, failureHints } from '../../core/failures.ts'
import { missing } from '../../frameworks/needs.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { checkSameTool } from '../../frameworks/tools/standing.ts'
import { checkout } from '../checkout/checkout.ts'
import type { GitCredential } from '../checkout/git.ts'
import { handOver } from '../job/hand-over.ts'
import type { Job } from '../job/job.ts'
import { inPhase, JobFailed } from '../job/phase.ts'
import { presentFor } from '../job/present.ts'
import { treeReader } from '../job/tree-reader.ts'
import { Refused } from '../session/transport.ts'

export interface Checkout {
  readonly plan: Plan
  /** The app's folder. */
  readonly appDir: string
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

/** Fetches the commit and reads what is to be done with it. */
export function checkoutPhase(job: Job): Promise<Checkout> {
  return inPhase(job, 'checkout', async () => {
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
    const { branch } = request
    job.journal.say(`Fetching ${request.commit.slice(0, 12)}${branch === null ? '' : ` of ${branch}`} …`)
    // Reading trellis.yml takes a parser and more, which load while git fetches.
    const planning = import('../../frameworks/plan.ts')
    planning.catch(() => {})
    // git takes only what is its user's; until it is done, no step of the repository has run.
    if (job.isolation.user) await lchown(tree, process.getuid?.() ?? 0, process.getgid?.() ?? 0)
    const result = await checkout(request, job.signal)
    await handOver(job, tree)
    job.signal.throwIfAborted()
    if ('code' in result) throw new JobFailed(result)
    job.journal.say(`${request.commit.slice(0, 12)} ${result.title}`)
    if (result.hasSubmodules) job.journal.say('The repository has submodules; they are not fetched.')
    const { planFor } = await planning
    const planned = await planFor(treeReader(tree), relative(tree, result.appDir) || '.')
    if ('failure' in planned) throw new JobFailed(planned.failure)
    const { plan } = planned
    const { framework, reasons } = plan.detected
    job.journal.say(`${framework === 'custom' ? 'own commands' : framework}: ${reasons.join('; ')}`)
    if (plan.detected.warning) job.journal.say(plan.detected.warning)
    refuseEarly(job, plan)
    return { plan, appDir: join(tree, plan.folder) }
  })
}

/** What would fail later, or in a way that is hard to understand. */
function refuseEarly(job: Job, plan: Plan): void {
  const { deployment, naming } = job.spec
  const isTeardown = deployment.kind === 'teardown'
  const needs = plan.needs.filter(({ kind }) => !isTeardown || kind === 'variable')
  const lacking = missing(needs, presentFor(job))
  if (lacking) throw new JobFailed(lacking)
  if (isTeardown) return
  const changed = checkSameTool(naming, plan.deploy, deployment.environment)
  if (changed) throw new JobFailed(changed)
}
