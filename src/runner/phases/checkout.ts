import { join, relative } from 'node:path'
import { otherStage } from '../../frameworks/cdk/fixed-stage.ts'
import { missing } from '../../frameworks/needs.ts'
import type { Plan } from '../../frameworks/plan.ts'
import { checkStage } from '../../frameworks/tools/commands.ts'
import { otherSamStage } from '../../frameworks/tools/sam-stage.ts'
import { checkSameTool } from '../../frameworks/tools/standing.ts'
import { otherRegion, withoutRegion } from '../../frameworks/tools/written-region.ts'
import type { Job } from '../job/job.ts'
import { fail, inPhase, JobFailed } from '../job/phase.ts'
import { presentFor } from '../job/present.ts'
import { treeReader } from '../job/tree-reader.ts'
import { fetchTree } from './fetch-tree.ts'
import { lackingContent } from './lacking-content.ts'

export interface Checkout {
  readonly plan: Plan
  /** The app's folder. */
  readonly appDir: string
}

/** Fetches the commit and reads what is to be done with it. */
export function checkoutPhase(job: Job): Promise<Checkout> {
  return inPhase(job, 'checkout', async () => {
    const { commit, branch } = job.spec.deployment
    const { tree } = job.folders
    const short = commit?.slice(0, 12) ?? ''
    job.journal.say(`Fetching ${short}${branch === null ? '' : ` of ${branch}`} …`)
    // Reading trellis.yml takes a parser and more, which load while git fetches.
    const planning = import('../../frameworks/plan.ts')
    planning.catch(() => {})
    const result = await fetchTree(job)
    if ('code' in result) throw new JobFailed(result)
    job.journal.say(`${short} ${result.title}`)
    const { planFor } = await planning
    const path = relative(tree, result.appDir) || '.'
    const planned = await planFor(treeReader(tree), path)
    const wanted = 'plan' in planned ? planned.plan : { folder: path, watch: [], allow: [] }
    const lacking = lackingContent(result, path, wanted)
    // A folder that is empty, or a configuration that is a pointer, is the cause of what the plan complains about.
    if ('code' in lacking && deploysCommit(job)) throw new JobFailed(lacking)
    if ('failure' in planned) throw new JobFailed(planned.failure)
    const { plan } = planned
    if ('warnings' in lacking) for (const warning of lacking.warnings) job.journal.say(warning)
    const { framework, reasons } = plan.detected
    job.journal.say(`${framework === 'custom' ? 'own commands' : framework}: ${reasons.join('; ')}`)
    for (const warning of warningsFor(job, plan)) job.journal.say(warning)
    refuseEarly(job, plan)
    return { plan, appDir: join(tree, plan.folder) }
  })
}

/** What detection warned of; of the region, now that it is known. */
function warningsFor({ spec: { stage, account } }: Job, { detected, deploy }: Plan): string[] {
  const warning = detected.warning ?? ''
  const all =
    deploy.kind === 'tool'
      ? [withoutRegion(warning, deploy.app), otherRegion(deploy.app, stage, account.region) ?? '']
      : [warning]
  return all.filter(text => text !== '')
}

/** A rollback deploys what was built, and a teardown nothing. */
const deploysCommit = ({ spec }: Job): boolean => spec.deployment.kind !== 'teardown' && !spec.artifact

/** What would fail later, or in a way that is hard to understand. */
function refuseEarly(job: Job, plan: Plan): void {
  const { deployment, naming } = job.spec
  const isTeardown = deployment.kind === 'teardown'
  const needs = plan.needs.filter(({ kind }) => !isTeardown || kind === 'variable')
  const lacking = missing(needs, presentFor(job))
  if (lacking) throw new JobFailed(lacking)
  if (isTeardown) return
  if (plan.withoutPackages && deploysCommit(job)) throw new JobFailed(plan.withoutPackages)
  refuseOtherStage(job, plan)
  const changed = checkSameTool(naming, plan.deploy, deployment.environment)
  if (changed) throw new JobFailed(changed)
  const ofAnother =
    plan.deploy.kind === 'tool' ? checkStage(plan.deploy.app, job.spec.stage, job.spec.account.region) : undefined
  if (ofAnother) throw new JobFailed(ofAnother)
}

function refuseOtherStage({ spec }: Job, { deploy, allow }: Plan): void {
  if (allow.includes('fixed_stage')) return
  const isOnly = spec.siblings.length === 0
  const ofSam = deploy.kind === 'tool' && deploy.app.tool === 'sam' ? deploy.app : undefined
  const parameter = ofSam && otherSamStage(ofSam, { stage: spec.stage, isOnly })
  if (parameter) throw fail('stage_of_another_environment', 'checkout', parameter.message, parameter.hint)
  if (deploy.kind !== 'cdk' || !deploy.fixed) return
  const seen = spec.variables.filter(({ steps }) => steps === null || steps.includes('build'))
  const { environment } = spec.deployment
  const variables = new Set(seen.map(({ key }) => key))
  const other = otherStage(deploy.fixed, { environment, isOnly, variables })
  if (other) throw fail('stage_of_another_environment', 'checkout', other.message, other.hint)
}
