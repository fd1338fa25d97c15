import { Link } from '@tanstack/react-router'
import type { DeploymentSummary } from '../../../../src/contract/deployment.ts'
import { Duration } from '../../ui/time.tsx'
import { NoMachine } from '../deployment/no-machine.tsx'
import { ProgressBar } from '../deployment/progress-bar.tsx'
import { runningWords } from './running-words.ts'

/** What runs now: the phase, how far it is, for how long. */
export function RunningLine({
  app,
  environment,
  deployment,
}: {
  app: string
  environment: string
  deployment: DeploymentSummary
}) {
  const progress = deployment.progress
  const { noMachine, cancelRequestedBy } = deployment
  return (
    <div className="running">
      <p className="running-words">
        <span>
          {cancelRequestedBy ? 'cancelling · ' : ''}
          {runningWords(deployment)}
        </span>
        <span className="quiet">
          {deployment.startedAt && <Duration from={deployment.startedAt} to={null} />}
          {' · '}
          <Link
            to="/apps/$app/$environment/$number"
            params={{ app, environment, number: String(deployment.number) }}
            className="text-link"
          >
            Log
          </Link>
        </span>
      </p>
      {noMachine && (
        <p className="quiet">
          <NoMachine wait={noMachine} />
        </p>
      )}
      <ProgressBar progress={progress} label={`${environment}: ${runningWords(deployment)}`} />
    </div>
  )
}
