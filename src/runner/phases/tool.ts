import type { Command, Plan } from '../../frameworks/plan.ts'
import type { ToolApp, ToolCommands } from '../../frameworks/tools/tool.ts'
import type { Job } from '../job/job.ts'
import { inPhase } from '../job/phase.ts'
import { fetchPython } from '../tools/fetch-python.ts'
import { profileEnvironment } from '../tools/profile-environment.ts'
import type { Artifact } from './artifact.ts'
import { announceCloudChange } from './cdk-events.ts'
import { reportOutputs } from './outputs.ts'
import { keepBuilt } from './tool-artifact.ts'
import { refuseWithoutCode } from './tool-code.ts'
import { commandsFor } from './tool-commands.ts'
import { nameStack, outputsOf } from './tool-stack.ts'
import { mustRun, stepOf, userPhase } from './user-phase.ts'

/** What the repository itself builds, and then the tool's package: without credentials unless its configuration asks the cloud for values. */
export async function toolBuildPhase(job: Job, plan: Plan, app: ToolApp): Promise<void> {
  const commands = commandsFor(job, plan, app)
  if (!commands.build) return userPhase(job, 'build', plan.build)
  const { build, buildAsksCloud: cloud } = commands
  await inPhase(job, 'build', async () => {
    if (plan.build) await mustRun(job, stepOf(job, plan.build))
    if (cloud) job.journal.say('Its configuration asks the cloud for values, so it is packaged with credentials.')
    await runTool(job, commands, build, cloud)
    if (app.tool === 'serverless') await refuseWithoutCode(job, plan, app)
  })
}

/** @param restore puts what was built earlier into its place */
export function toolDeployPhase(
  job: Job,
  plan: Plan,
  app: ToolApp,
  restore: () => Promise<void> = async () => {},
): Promise<Artifact | null> {
  return inPhase(job, 'deploy', async () => {
    const commands = commandsFor(job, plan, app)
    await restore()
    const stack = await nameStack(job, plan, app)
    // Before the tool deploys it, since it may tidy up afterwards.
    const artifact = commands.artifact === null ? null : await keepBuilt(job, commands.artifact)
    await announceCloudChange(job)
    await runTool(job, commands, commands.deploy, true)
    await reportOutputs(job, await outputsOf(job, app, stack))
    return artifact
  })
}

export async function runTool(job: Job, commands: ToolCommands, command: Command, cloud: boolean): Promise<void> {
  const started = commands.python && 'argv' in command ? await byPython(job, commands.python, command) : command
  const env = { ...commands.env, ...(await profileEnvironment(job.folders.scratch, commands.profiles)) }
  await mustRun(job, { ...stepOf(job, started, { cloud, env }), ...saidAs(command) })
}

async function byPython(
  job: Job,
  tool: NonNullable<ToolCommands['python']>,
  command: Command & { argv: string[] },
): Promise<Command> {
  const [program = '', ...args] = command.argv
  return { ...command, argv: [...(await fetchPython(job, program, tool)), ...args] }
}

const saidAs = (command: Command): { said?: string } => ('argv' in command ? { said: command.argv.join(' ') } : {})
