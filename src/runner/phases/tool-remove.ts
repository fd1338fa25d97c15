import type { Plan } from '../../frameworks/plan.ts'
import type { ToolApp } from '../../frameworks/tools/tool.ts'
import type { Job } from '../job/job.ts'
import { fail, inPhase } from '../job/phase.ts'
import { announceCloudChange } from './cdk-events.ts'
import { checkoutPhase } from './checkout.ts'
import { customRemovePhase } from './custom.ts'
import { installDependencies } from './install.ts'
import { runTool } from './tool.ts'
import { commandsFor } from './tool-commands.ts'

export function toolRemovePhase(job: Job, plan: Plan, app: ToolApp): Promise<void> {
  return inPhase(job, 'remove', async note => {
    const commands = commandsFor(job, plan, app)
    // The tool is one of the app's packages, and reads its configuration.
    await installDependencies(job, plan, note)
    await announceCloudChange(job)
    await runTool(job, commands, commands.remove, true)
  })
}

/** What a tool made, only that tool removes whole: by the code that was deployed. */
export async function toolTeardown(job: Job): Promise<void> {
  const { plan } = await checkoutPhase(job)
  if (plan.deploy.kind === 'tool' && plan.deploy.app.tool === job.spec.naming?.tool)
    return toolRemovePhase(job, plan, plan.deploy.app)
  if (plan.remove) return customRemovePhase(job, plan)
  throw fail(
    'remove_failed',
    'remove',
    `The environment stands by ${job.spec.naming?.tool}, which the code no longer names.`,
    'Write a `remove:` command into trellis.yml, or deploy a commit that names the tool.',
  )
}
