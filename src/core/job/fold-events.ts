import type { Phase } from '../../contract/deployment.ts'
import type { RunnerEvent } from '../../contract/job.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'

export type Folded = Pick<
  DeploymentRecord,
  'lastEvent' | 'lastSeq' | 'phases' | 'progress' | 'outputs' | 'retained' | 'artifact' | 'cloudChanging'
>

/** What a record is after these events. Pure; `events` are the ones right after `record.lastEvent`, in order. */
export function foldEvents(record: DeploymentRecord, events: readonly RunnerEvent[]): Folded {
  const { lastEvent, lastSeq, phases, progress, outputs, retained, artifact, cloudChanging } = record
  const folded: Folded = { lastEvent, lastSeq, phases, progress, outputs, retained, artifact, cloudChanging }
  for (const event of events) Object.assign(folded, changeOf(folded, event), { lastEvent: event.seq })
  return folded
}

function changeOf(folded: Folded, event: RunnerEvent): Partial<Folded> {
  switch (event.type) {
    case 'log':
      return { lastSeq: event.line }
    case 'phase-started':
      return { phases: withPhase(folded.phases, beginningOf(folded, event)) }
    case 'phase-finished':
      return { progress: null, phases: withPhase(folded.phases, endOf(folded.phases, event)) }
    case 'progress':
      return { progress: event.progress }
    case 'outputs':
      return { outputs: event.outputs }
    case 'retained':
      return { retained: event.resources }
    case 'artifact':
      return { artifact: { digest: event.digest, bytes: event.bytes } }
    case 'cloud-changing':
      return { cloudChanging: true }
    case 'naming':
    case 'finished':
      return {}
  }
}

const beginningOf = ({ lastSeq }: Folded, event: Extract<RunnerEvent, { type: 'phase-started' }>): Phase => ({
  name: event.phase,
  state: 'running',
  startedAt: event.at,
  line: lastSeq + 1,
})

function endOf(phases: readonly Phase[], event: Extract<RunnerEvent, { type: 'phase-finished' }>): Phase {
  const begun = phases.find(phase => phase.name === event.phase) ?? { startedAt: event.at }
  const ended: Phase = { ...begun, name: event.phase, state: event.state, finishedAt: event.at }
  return event.reason ? { ...ended, reason: event.reason } : ended
}

const withPhase = (phases: readonly Phase[], phase: Phase): Phase[] => [
  ...phases.filter(one => one.name !== phase.name),
  phase,
]
