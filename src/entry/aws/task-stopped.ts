import { stoppedByTrellis } from '../../adapters/aws/ecs-words.ts'

/** Of ECS, by EventBridge: as far as it is read. */
export interface TaskStopped {
  source: 'aws.ecs'
  detail: {
    startedBy?: string
    stopCode?: string
    stoppedReason?: string
    containers?: { name?: string; exitCode?: number; reason?: string }[]
  }
}

/**
 * Which deployment's machine it was, and why it ended, in the words of ECS. Null: it was none of ours, or one that we stopped
 * ourselves, in whose stead another one may be on its way that ECS does not know of yet.
 */
export function readTaskStopped({ detail }: TaskStopped): { deployment: string; reason: string } | null {
  const [ours, deployment] = (detail.startedBy ?? '').split('/')
  if (ours !== 'trellis' || !deployment || detail.stoppedReason === stoppedByTrellis) return null
  const containers = (detail.containers ?? []).map(({ exitCode, reason }) =>
    [exitCode === undefined ? '' : `exit code ${exitCode}`, reason].filter(Boolean).join(', '),
  )
  const words = [detail.stopCode, detail.stoppedReason, ...containers].filter(Boolean)
  return { deployment, reason: words.join('; ').slice(0, 500) || 'ECS gave no reason' }
}
