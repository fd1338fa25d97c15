import type { JobSpec } from '../../contract/job.ts'
import type { Command, Plan } from '../../frameworks/plan.ts'
import { keepPaths, restorePaths } from '../cache/paths.ts'
import type { Job } from '../job/job.ts'
import { fail, skip } from '../job/phase.ts'
import { type Artifact, restoreFolder } from './artifact.ts'
import { assemblyOf, cdkBuildPhase, cdkCheck, cdkDeployPhase, cdkRemovePhase } from './cdk.ts'
import { cdkTeardown } from './cdk-teardown.ts'
import { checkoutPhase } from './checkout.ts'
import { customDeployPhase, customRemovePhase } from './custom.ts'
import { installPhase } from './install.ts'
import { outputsFile } from './outputs.ts'
import { testPhase } from './test.ts'
import { toolBuildPhase, toolDeployPhase } from './tool.ts'
import { restoreBuilt } from './tool-artifact.ts'
import { toolRemovePhase, toolTeardown } from './tool-remove.ts'
import { userPhase } from './user-phase.ts'

/** All phases of a job, in order. Throws what ended it early. */
export async function walk(job: Job): Promise<void> {
  const { spec } = job
  if (spec.deployment.kind === 'teardown') return teardown(job)
  if (spec.artifact) return deployKept(job, spec.artifact)
  const { plan, appDir } = await checkoutPhase(job)
  if (plan.timeoutMinutes !== null) job.limitTime(plan.timeoutMinutes)
  if (plan.deploy.kind === 'cdk') await cdkCheck(job, job.cdk, plan)
  // Nobody will ask it for anything: what it still loads would be at the cost of the app's own steps.
  else void job.cdk.worker.kill()
  await installPhase(job, plan)
  await orWithout(job, restorePaths(job, plan.cache))
  await testPhase(job, plan)
  const { beforeDeploy, afterDeploy } = spec.scripts
  await userPhase(job, 'before-deploy', [plan.beforeDeploy, own(plan, 'before-deploy', beforeDeploy)], { cloud: true })
  let artifact: Artifact | null = null
  if (plan.deploy.kind === 'tool') {
    await toolBuildPhase(job, plan, plan.deploy.app)
    artifact = await toolDeployPhase(job, plan, plan.deploy.app)
  } else if (plan.deploy.kind === 'cdk') {
    await cdkBuildPhase(job, job.cdk, plan, appDir)
    artifact = await cdkDeployPhase(job, job.cdk, appDir)
  } else {
    await userPhase(job, 'build', plan.build)
    await customDeployPhase(job, plan)
  }
  const after = [plan.afterDeploy, own(plan, 'after-deploy', afterDeploy)]
  await userPhase(job, 'after-deploy', after, { cloud: true, env: { TRELLIS_OUTPUTS: outputsFile(job) } })
  await orWithout(job, keepPaths(job, plan.cache))
  report(job, artifact)
}

/** A script that stands in the settings of the environment. */
const own = ({ folder }: Plan, phase: Command['phase'], script: string | null): Command | null =>
  script === null ? null : { phase, cwd: folder, script }

/** A cache is there to save time: without it all goes on. */
async function orWithout(job: Job, work: Promise<void>): Promise<void> {
  await work.catch(error => {
    job.signal.throwIfAborted()
    job.journal.say(`A kept folder could not be used: ${(error as Error).message}`)
  })
}

/** A rollback deploys the very thing that ran before: nothing is fetched, installed, tested or built. */
async function deployKept(job: Job, kept: NonNullable<JobSpec['artifact']>): Promise<void> {
  const reason = kept.number === undefined ? 'kept artifact' : `kept artifact of #${kept.number}`
  if (job.spec.naming?.tool !== undefined) return deployKeptByTool(job, reason)
  for (const phase of ['checkout', 'install', 'test', 'before-deploy', 'build'] as const) skip(job, phase, reason)
  const restored = restoreFolder(job, assemblyOf(job))
  // Awaited inside of the phase, whose failure it is.
  restored.catch(() => {})
  const artifact = await cdkDeployPhase(job, job.cdk, null, restored)
  skip(job, 'after-deploy', reason)
  report(job, artifact)
}

/** The tool reads its configuration, and may itself be one of the app's packages: those are fetched, and nothing is tested or built. */
async function deployKeptByTool(job: Job, reason: string): Promise<void> {
  const { plan } = await checkoutPhase(job)
  const { deploy } = plan
  if (deploy.kind !== 'tool')
    throw fail('artifact_missing', 'checkout', 'The kept artifact is of a tool that the commit does not name.')
  await installPhase(job, plan)
  for (const phase of ['test', 'before-deploy', 'build'] as const) skip(job, phase, reason)
  const artifact = await toolDeployPhase(job, plan, deploy.app, () => restoreBuilt(job, plan, deploy.app))
  skip(job, 'after-deploy', reason)
  report(job, artifact)
}

async function teardown(job: Job): Promise<void> {
  const { naming, deployment } = job.spec
  if (naming?.tool !== undefined) return toolTeardown(job)
  // What was deployed by the CDK is known by its stacks; without names and a commit, tags still tell.
  if (naming || deployment.commit === null) return cdkTeardown(job)
  const { plan } = await checkoutPhase(job)
  if (plan.deploy.kind === 'cdk') await cdkRemovePhase(job, job.cdk)
  else if (plan.deploy.kind === 'tool') await toolRemovePhase(job, plan, plan.deploy.app)
  else await customRemovePhase(job, plan)
}

function report(job: Job, artifact: Artifact | null): void {
  if (artifact) job.shipper.send({ type: 'artifact', digest: artifact.digest, bytes: artifact.bytes })
}
