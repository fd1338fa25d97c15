import type { Plan } from '../../frameworks/plan.ts'
import { toolCommands } from '../../frameworks/tools/commands.ts'
import type { Target, ToolApp, ToolCommands } from '../../frameworks/tools/tool.ts'
import type { Job } from '../job/job.ts'

export const commandsFor = (job: Job, plan: Plan, app: ToolApp): ToolCommands => toolCommands(app, targetOf(job, plan))

export function targetOf({ spec }: Job, plan: Plan): Target {
  const { deployment, installation, stage, stackNames: setting, account } = spec
  const { app, environment } = deployment
  return { app, environment, installation, stage, setting, region: account.region, manager: plan.packages.manager }
}
