import { Circle, CircleCheck, CircleDashed, CircleSlash, CircleX, LoaderCircle } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Deployment, Phase } from '../../../../src/contract/deployment.ts'
import { Duration } from '../../ui/time.tsx'
import { phasesToCome } from './phases-to-come.ts'
import { ProgressBar } from './progress-bar.tsx'

const icons = {
  running: LoaderCircle,
  succeeded: CircleCheck,
  failed: CircleX,
  skipped: CircleDashed,
  cancelled: CircleSlash,
}
type ShownState = keyof typeof icons

/** The phase in which somebody stopped it did not fail by itself. */
const shownState = ({ state }: Phase, deployment: Deployment): ShownState =>
  state === 'failed' && deployment.state === 'cancelled' ? 'cancelled' : state

/** The phases in their order, each with its time, and those to come; one click leads to the first line of one. */
export function Timeline({ deployment, onJump }: { deployment: Deployment; onJump: (line: number) => void }) {
  const { phases, progress } = deployment
  const list = useRef<HTMLOListElement>(null)
  const current = phases.findIndex(one => one.state === 'running' || one.state === 'failed')
  // On a phone it is longer than the screen: what matters now is brought into sight.
  useEffect(() => {
    const phase = list.current?.children[current]
    if (list.current && phase instanceof HTMLElement) list.current.scrollLeft = phase.offsetLeft - 16
  }, [current])
  const toCome = phasesToCome(deployment)
  if (phases.length + toCome.length === 0) return null
  return (
    <ol className="timeline" aria-label="Phases" ref={list}>
      {phases.map(phase => (
        <li key={phase.name} className={`phase phase-${shownState(phase, deployment)}`}>
          <button
            type="button"
            className="phase-button"
            disabled={phase.line === undefined || phase.line > deployment.lastSeq}
            title={phase.reason}
            onClick={() => phase.line !== undefined && onJump(phase.line)}
          >
            <PhaseMark state={shownState(phase, deployment)} />
            <span className="phase-name">{phase.name}</span>{' '}
            {phase.state !== 'skipped' && (
              <span className="phase-time quiet">
                <Duration from={phase.startedAt} to={phase.finishedAt} />
              </span>
            )}
          </button>
          {reasonOf(phase, deployment) && <span className="phase-reason quiet">{reasonOf(phase, deployment)}</span>}
          {phase.state === 'running' && progress && (
            <span className="phase-progress">
              {progress.completed} of {progress.total}
              <ProgressBar progress={progress} label={`Resources of ${phase.name}`} />
              {progress.current && <span className="quiet">{progress.current}</span>}
            </span>
          )}
        </li>
      ))}
      {toCome.map(name => (
        <li key={name} className="phase phase-to-come">
          <span className="phase-ahead">
            <Circle size={16} aria-hidden="true" />
            <span className="visually-hidden">to come </span>
            {name}
          </span>
        </li>
      ))}
    </ol>
  )
}

function reasonOf(phase: Phase, deployment: Deployment): string | undefined {
  const state = shownState(phase, deployment)
  if (state === 'cancelled') return 'cancelled'
  return state === 'skipped' ? `skipped${phase.reason ? `: ${phase.reason}` : ''}` : phase.reason
}

function PhaseMark({ state }: { state: ShownState }) {
  const Icon = icons[state]
  return (
    <>
      <Icon size={16} aria-hidden="true" className={state === 'running' ? 'turning' : undefined} />
      <span className="visually-hidden">{state} </span>
    </>
  )
}
