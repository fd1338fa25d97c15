import type { Failure, Outputs } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import { checkStanding, namesToLookAt, ownTags } from '../../frameworks/cdk/standing.ts'
import { parseOutputs } from '../../frameworks/outputs.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { samStack } from '../../frameworks/tools/sam-commands.ts'
import { serverlessStack, stateFile } from '../../frameworks/tools/serverless-commands.ts'
import { checkServerlessStack } from '../../frameworks/tools/serverless-standing.ts'
import { checkSstStacks, sstOutputs, sstTags } from '../../frameworks/tools/sst-commands.ts'
import { checkSameName } from '../../frameworks/tools/standing.ts'
import type { SstApp, ToolApp } from '../../frameworks/tools/tool.ts'
import type { Job } from '../job/job.ts'
import { fail, JobFailed } from '../job/phase.ts'
import { treeReader } from '../job/tree-reader.ts'
import { describe, stacksOf } from './described.ts'
import { tagPackage } from './tool-artifact.ts'
import { targetOf } from './tool-commands.ts'

type Named = Pick<Naming, 'mode'> & { original: string; name: string }

/**
 * Finds the stack that the app becomes, looks whether it may, and has the server record it: before the cloud changes.
 * @returns its name; undefined where the tool makes several of its own
 */
export async function nameStack(job: Job, plan: Plan, app: ToolApp): Promise<string | undefined> {
  const { account, naming: recorded, deployment } = job.spec
  const named = await namedBy(job, plan, app)
  if (named) {
    refuseIf(checkSameName(recorded, named.name, deployment.environment))
    await refuseStanding(job, plan, app, named)
  }
  if (app.tool === 'sst2') await refuseStandingOfSst(job, plan, app)
  if (app.tool === 'serverless') await tagPackage(job, stateFile(app), ownTags(targetOf(job, plan)))
  const stacks = named ? [{ original: named.original, name: named.name }] : []
  const { accountId, region } = account
  const naming: Naming = { mode: named?.mode ?? 'keep', tool: app.tool, accountId, region, stacks, fixedNames: [] }
  job.shipper.send({ type: 'naming', naming })
  await job.shipper.flush()
  return named?.name
}

async function namedBy(job: Job, plan: Plan, app: ToolApp): Promise<Named | undefined> {
  const target = targetOf(job, plan)
  if (app.tool === 'sam') return samStack(app, target)
  if (app.tool !== 'serverless') return undefined
  const state = await treeReader(job.folders.tree).read(stateFile(app))
  const name = state === undefined ? undefined : serverlessStack(state, target.stage)
  if (name === undefined)
    throw fail('deploy_failed', 'deploy', `${app.program} left no ${stateFile(app)} that names its stack.`)
  return { mode: 'keep', original: name, name }
}

async function refuseStanding(job: Job, plan: Plan, app: ToolApp, { mode, original, name }: Named): Promise<void> {
  const target = targetOf(job, plan)
  const stacks = [{ original, name }]
  const found = await Promise.all(
    namesToLookAt(stacks).map(async place => ({ place, stack: await describe(job, place.name) })),
  )
  const standing = found.flatMap(({ place, stack }) =>
    stack && stack.status !== 'REVIEW_IN_PROGRESS' ? [{ name: place.name, tags: stack.tags }] : [],
  )
  if (app.tool !== 'serverless')
    return refuseIf(checkStanding({ ...target, mode, stacks, recorded: job.spec.naming, standing }))
  if (standing[0]) refuseIf(checkServerlessStack(name, standing[0].tags, target))
}

/** Of several stacks, which only the tool knows: those that it tagged as the app's, before this environment has any. */
async function refuseStandingOfSst(job: Job, plan: Plan, app: SstApp): Promise<void> {
  if (job.spec.naming) return
  const target = targetOf(job, plan)
  const standing = await (await stacksOf(job)).tagged(sstTags(app, target.stage))
  refuseIf(checkSstStacks(standing.flatMap(({ StackName }) => StackName ?? []).slice(0, 10), target))
}

function refuseIf(failed: Failure | undefined): void {
  if (failed) throw new JobFailed(failed)
}

/** By stack. */
export async function outputsOf(job: Job, app: ToolApp, stack: string | undefined): Promise<Outputs> {
  if (app.tool === 'sst2') {
    const text = await treeReader(job.folders.tree).read(sstOutputs(app))
    return (text === undefined ? undefined : parseOutputs(text, job.spec.deployment.app)) ?? {}
  }
  const found = stack === undefined ? undefined : await describe(job, stack)
  return stack === undefined || !found ? {} : { [stack]: found.outputs }
}
