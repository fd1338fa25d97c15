import type { Plan } from '../../frameworks/plan.ts'
import type { Job } from '../job/job.ts'
import { fail, inPhase } from '../job/phase.ts'
import { announceCloudChange } from './cdk-events.ts'
import { installDependencies } from './install.ts'
import { readOutputs, reportOutputs } from './outputs.ts'
import { mustRun, stepOf } from './user-phase.ts'

/** Own commands: whatever they do to the cloud, Trellis must expect it. */
export function customDeployPhase(job: Job, plan: Plan): Promise<void> {
  return inPhase(job, 'deploy', async () => {
    if (plan.deploy.kind !== 'command') return
    await announceCloudChange(job)
    await mustRun(job, stepOf(job, plan.deploy.command, { cloud: true }))
    await reportOutputs(job, await readOutputs(job, plan.deploy.outputs))
  })
}

export function customRemovePhase(job: Job, plan: Plan): Promise<void> {
  return inPhase(job, 'remove', async note => {
    const { remove } = plan
    if (!remove) {
      throw fail(
        'remove_failed',
        'remove',
        'trellis.yml names no command that removes the app.',
        'Add `remove:` to trellis.yml.',
      )
    }
    // The command may need the tool that is installed with the app.
    if (plan.install.length > 0 || plan.node) await installDependencies(job, plan, note)
    await announceCloudChange(job)
    await mustRun(job, stepOf(job, remove, { cloud: true }))
  })
}
