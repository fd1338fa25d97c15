import { isRemovable } from '../../frameworks/cdk/standing.ts'
import type { Plan } from '../../frameworks/plan.ts'
import type { ToolApp } from '../../frameworks/tools/tool.ts'
import type { Job } from '../job/job.ts'
import { fail, inPhase } from '../job/phase.ts'
import { announceCloudChange } from './cdk-events.ts'
import { checkoutPhase } from './checkout.ts'
import { customRemovePhase } from './custom.ts'
import { describe } from './described.ts'
import { installDependencies } from './install.ts'
import { runTool } from './tool.ts'
import { commandsFor } from './tool-commands.ts'

export function toolRemovePhase(job: Job, plan: Plan, app: ToolApp): Promise<void> {
  return inPhase(job, 'remove', async note => {
    if (!(await standsAsOwn(job))) return
    const commands = commandsFor(job, plan, app)
    // The tool is one of the app's packages, and reads its configuration.
    await installDependencies(job, plan, note)
    await announceCloudChange(job)
    await runTool(job, commands, commands.remove, true)
  })
}

/**
 * Whether there is anything of this environment's to remove. A tool asks for nothing but the name, under which another app's stack may
 * stand: what does not carry this environment's tags is left alone, as with the CDK. SST 2 records no stacks, and was let make none
 * where some stood.
 */
async function standsAsOwn(job: Job): Promise<boolean> {
  const { naming, deployment, installation } = job.spec
  const own = { ...deployment, installation }
  if (naming?.stacks.length === 0) return true
  let stands = false
  for (const { name } of naming?.stacks ?? []) {
    const stack = await describe(job, name)
    if (stack && isRemovable(stack, own)) stands = true
    else if (stack) job.journal.say(`The stack ${name} is left alone: it does not carry this environment's tags.`)
  }
  if (!stands) job.journal.say('No stack of this environment stands.')
  return stands
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
