import type { PhaseName } from '../../contract/deployment.ts'
import type { FailureCode } from '../../core/failures.ts'
import type { Command } from '../../frameworks/plan.ts'
import { causeOf } from '../explain/cause-of.ts'
import { yarnLacks } from '../explain/registry-refusal.ts'
import type { Job } from '../job/job.ts'
import { fail, inPhase, type JobFailed, skip } from '../job/phase.ts'
import { endedHow, runStep, type Step, type StepResult } from '../job/step.ts'

const codes: Record<PhaseName, FailureCode> = {
  checkout: 'checkout_failed',
  install: 'install_failed',
  test: 'test_failed',
  'before-deploy': 'before_deploy_failed',
  build: 'build_failed',
  deploy: 'deploy_failed',
  'after-deploy': 'after_deploy_failed',
  remove: 'remove_failed',
}

/** A phase that is commands of the user's, one after the other; skipped when there is none. */
export async function userPhase(
  job: Job,
  phase: PhaseName,
  given: Command | null | readonly (Command | null)[],
  options: { cloud?: boolean; env?: Record<string, string>; none?: string } = {},
): Promise<void> {
  const commands = [given].flat().filter(command => command !== null)
  if (commands.length === 0) return skip(job, phase, options.none ?? 'there is no such step')
  await inPhase(job, phase, async () => {
    for (const command of commands) await mustRun(job, stepOf(job, command, options))
  })
}

export const stepOf = (job: Job, command: Command, options: Pick<Step, 'cloud' | 'env'> = {}): Step => ({
  phase: command.phase,
  command: 'script' in command ? { script: command.script } : { argv: command.argv },
  cwd: `${job.folders.tree}/${command.cwd}`.replace(/\/\.$/, ''),
  ...options,
})

/** @param better knows more of why it failed, if anything */
export async function mustRun(
  job: Job,
  step: Step,
  better?: (result: StepResult) => Promise<JobFailed | undefined>,
): Promise<StepResult> {
  const result = await runStep(job, step)
  if (!result.ok) throw (await better?.(result)) ?? explained(step.phase, result)
  return result
}

const beforeTheyEnd =
  'Deploy again: what stands by now is taken up. What takes longer than a session of its role, which lasts an hour, has to be done in several steps, or with access keys.'

/** The cause in a sentence, and the line that shows it. */
function explained(phase: PhaseName, result: StepResult): JobFailed {
  const { summary, line } = causeOf(result.output.lines, { ...result, phase })
  const { credentialsEnded } = result
  const expired = credentialsEnded && ` (its credentials ended at ${credentialsEnded}, while it ran)`
  const message = `\`${result.said}\` ${endedHow(result)}: ${summary.slice(0, 1_000)}${expired ?? ''}`
  const error = fail(codes[phase], phase, message, expired ? beforeTheyEnd : yarnLacks(result.output.lines))
  return line === undefined ? error : Object.assign(error, { failure: { ...error.failure, line } })
}
