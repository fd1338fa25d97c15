import type { Plan } from '../../frameworks/plan.ts'
import type { Job } from '../job/job.ts'
import { inPhase, type PhaseNote, skip } from '../job/phase.ts'
import { mustRun, stepOf } from './user-phase.ts'

export async function installPhase(job: Job, plan: Plan): Promise<void> {
  if (!plan.install) return skip(job, 'install', 'there is nothing to install')
  await inPhase(job, 'install', note => installDependencies(job, plan, note))
}

export async function installDependencies(job: Job, plan: Plan, _note: PhaseNote): Promise<void> {
  if (plan.install) await mustRun(job, stepOf(job, plan.install))
}
