import type { Plan } from '../../frameworks/plan.ts'
import type { Job } from '../job/job.ts'
import { skip } from '../job/phase.ts'
import { userPhase } from './user-phase.ts'

/** The environment decides whether; its own command goes before the repository's. */
export async function testPhase(job: Job, plan: Plan): Promise<void> {
  const { run, command, skipReason } = job.spec.tests
  if (!run) return skip(job, 'test', 'tests are switched off for this environment')
  if (skipReason) return skip(job, 'test', skipReason)
  const own = command === null ? null : { phase: 'test' as const, cwd: plan.folder, script: command }
  await userPhase(job, 'test', own ?? plan.test, { none: plan.whyNoTest })
}
