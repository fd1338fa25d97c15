import { join } from 'node:path'
import { surelyNeedsBootstrap } from '../../frameworks/cdk/bootstrap.ts'
import { ofOtherStage, twoStages } from '../../frameworks/cdk/stage-words.ts'
import { withoutPackage } from '../../frameworks/packages/lacking-package.ts'
import type { Plan } from '../../frameworks/plan.ts'
import type { CdkHandle } from '../job/cdk-handle.ts'
import type { Job } from '../job/job.ts'
import { fail, inPhase, JobFailed } from '../job/phase.ts'
import { treeReader } from '../job/tree-reader.ts'
import { type Artifact, keepFolder } from './artifact.ts'
import { ofWorker } from './cdk-events.ts'
import { reportOutputs } from './outputs.ts'
import { mustRun, stepOf } from './user-phase.ts'

const ownership = ({ spec: { deployment, installation, stage } }: Job) => ({
  app: deployment.app,
  environment: deployment.environment,
  installation,
  stage,
})

export const assemblyOf = (job: Job): string => join(job.folders.assembly, 'cdk.out')

/**
 * The first deployment of an environment finds out at once whether the account is prepared for it, where that is surely needed; later
 * ones know. Where only the assembly tells, that is looked at before it is deployed.
 */
export async function cdkCheck(job: Job, cdk: CdkHandle, { folder }: Plan): Promise<void> {
  if (job.spec.naming || !(await surelyNeedsBootstrap(treeReader(job.folders.tree), folder))) return
  await ofWorker(
    job,
    cdk.ready.then(() => cdk.worker.check()),
  )
}

/** The repository's own build first, then synth: both without credentials. */
export function cdkBuildPhase(job: Job, cdk: CdkHandle, plan: Plan, appDir: string): Promise<void> {
  return inPhase(job, 'build', async () => {
    if (plan.deploy.kind !== 'cdk') return
    if (plan.build) await mustRun(job, stepOf(job, plan.build))
    const { app, build, context } = plan.deploy
    await cdk.ready
    const { stacks, lacking } = await ofWorker(
      job,
      cdk.worker.synth({ appDir, outDir: assemblyOf(job), app, build, context }),
    )
    job.journal.say(`synthesised ${stacks.join(', ')}`)
    refuseStages(job, plan, stacks)
    if (lacking && !plan.allow.includes('uninstalled_packages')) throw new JobFailed(withoutPackage(lacking))
  })
}

/** By the names of stacks, where nothing that was read before told it. */
function refuseStages({ spec: { deployment, naming, siblings } }: Job, { allow }: Plan, stacks: string[]): void {
  const { environment } = deployment
  const two = allow.includes('several_stages') ? undefined : twoStages(stacks)
  if (two)
    throw fail(
      'several_stages',
      'build',
      `The app makes the stacks of several stages at once: ${two.join(' and ')} differ by it alone, and ${environment} would get both.`,
    )
  if (allow.includes('fixed_stage')) return
  // What stands is what somebody has seen there.
  const fresh = stacks.filter(stack => !naming?.stacks.some(({ original }) => original === stack))
  const other = ofOtherStage(fresh, environment, siblings.length === 0)
  if (other !== undefined)
    throw fail(
      'stage_of_another_environment',
      'build',
      `The app makes the stack ${other}, by its name one of another stage: ${environment} would get its settings.`,
      'Let the app ask for the variable TRELLIS_STAGE, which holds the name of the environment. If it is meant, `allow: [fixed_stage]` in trellis.yml says so.',
    )
}

/** Deploys the assembly; keeps it meanwhile, since it no longer changes once the cloud does. @param restored when a kept one is there */
export function cdkDeployPhase(
  job: Job,
  cdk: CdkHandle,
  appDir: string | null,
  restored?: Promise<void>,
): Promise<Artifact | null> {
  return inPhase(job, 'deploy', async () => {
    const { stackNames: setting, naming, siblings } = job.spec
    await Promise.all([restored, cdk.ready])
    const assemblyDir = assemblyOf(job)
    const deployed = cdk.worker.deploy({ ...ownership(job), assemblyDir, appDir, setting, naming, siblings })
    const kept = Promise.race([cdk.changing, deployed]).then(() => keepFolder(job, assemblyDir))
    // When the deployment fails nobody waits for it.
    kept.catch(() => {})
    cdk.reading = kept
    const { outputs } = await ofWorker(job, deployed)
    await reportOutputs(job, outputs)
    return await kept
  })
}

/** Needs no checkout: what stands in the cloud says what there is to remove. */
export function cdkRemovePhase(job: Job, cdk: CdkHandle): Promise<void> {
  return inPhase(job, 'remove', async () => {
    const { deployment, naming, leftovers } = job.spec
    await cdk.ready
    const request = { ...ownership(job), naming, leftovers, deleteRetained: deployment.deleteRetained }
    const { retained } = await ofWorker(job, cdk.worker.remove(request))
    if (retained.length > 0) job.shipper.send({ type: 'retained', resources: retained })
  })
}
