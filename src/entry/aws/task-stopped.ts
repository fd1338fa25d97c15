import { type EndOfTask, whyEnded } from '../../adapters/aws/ecs-words.ts'
import type { MachineEnd } from '../../core/ports/job-runner.ts'

/** Of ECS, by EventBridge: as far as it is read. */
export interface TaskStopped {
  source: 'aws.ecs'
  detail: EndOfTask & { startedBy?: string }
}

/**
 * Which deployment's machine it was, and why it ended, in the words of ECS. Null: it was none of ours, or one that we stopped
 * ourselves, in whose stead another one may be on its way that ECS does not know of yet.
 */
export function readTaskStopped({ detail }: TaskStopped): { deployment: string; why: MachineEnd } | null {
  const [ours, deployment] = (detail.startedBy ?? '').split('/')
  const why = whyEnded(detail)
  return ours === 'trellis' && deployment && why ? { deployment, why } : null
}
