import { Link } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { memo } from 'react'
import type { EnvironmentStatus } from '../../../../src/contract/app.ts'
import type { DeploymentSummary } from '../../../../src/contract/deployment.ts'
import { Foreign } from '../../ui/foreign.tsx'
import { Status } from '../../ui/status.tsx'
import { Actions } from './actions.tsx'
import { Brought } from './brought.tsx'
import { CommitLine, howItGotThere } from './commit-line.tsx'
import { CommitTitle } from './commit-title.tsx'
import type { OpenDialog } from './dialogs/open-dialog.ts'
import { Broken, Failed } from './ended.tsx'
import { OutputLinks } from './output-links.tsx'
import { RunningLine } from './running-line.tsx'

export interface CardProps {
  app: string
  environment: EnvironmentStatus
  next: EnvironmentStatus | null
  onOpen: (open: OpenDialog) => void
}

/** One environment: what stands there, what happens to it, what can be done. It stays as it is while a dialog opens over a dozen of them. */
export const Card = memo(function Card({ app, environment, next, onOpen }: CardProps) {
  const { name, status, live, latest, running, queued, notDeployed, protectedReason, brokenBy, branchProblem } =
    environment
  const ended = [live?.id, brokenBy?.id]
  const failed = !running && latest?.state === 'failed' && !ended.includes(latest.id) ? latest : null
  const cancelled = !running && latest?.state === 'cancelled' && !ended.includes(latest.id) ? latest : null
  const shown = running ?? live
  const numbered = shown ?? latest
  return (
    <article className="card" aria-labelledby={`environment-${name}`}>
      <header className="card-head">
        <h2 id={`environment-${name}`}>{name}</h2>
        {environment.protected && (
          <span className="chip">
            <Lock size={12} aria-hidden="true" /> protected
          </span>
        )}
      </header>
      <div className="card-body" data-status={status}>
        <div className="card-status">
          <Status of={status} />
          {numbered && <NumberLink app={app} environment={name} deployment={numbered} />}
        </div>
        {shown ? <Shown deployment={shown} /> : <p className="quiet">{emptyWords(environment)}</p>}
        {running && <RunningLine app={app} environment={name} deployment={running} />}
        {running && live && live.id !== running.id && (
          <div>
            <p className="card-note">
              Live until then: <NumberLink app={app} environment={name} deployment={live} />
            </p>
            <Brought deployment={live} />
          </div>
        )}
        {!shown && latest && <LeftBehind app={app} environment={name} deployment={latest} />}
        {brokenBy && <Broken app={app} environment={name} deployment={brokenBy} />}
        {cancelled && (
          <div>
            <p className="card-note quiet">
              <Link
                to="/apps/$app/$environment/$number"
                params={{ app, environment: name, number: `${cancelled.number}` }}
              >
                #{cancelled.number} was cancelled
              </Link>
            </p>
            <Brought deployment={cancelled} />
          </div>
        )}
        {failed && <Failed app={app} environment={name} deployment={failed} />}
        {queued.length > 0 && (
          <div>
            <p className="card-note quiet">{queued.map(number => `#${number}`).join(', ')} waiting for its turn</p>
            {latest && queued.at(-1) === latest.number && <Brought deployment={latest} />}
          </div>
        )}
        {branchProblem && <p className="card-note">{branchProblem}</p>}
        {notDeployed && (
          <p className="card-note quiet">
            Not deployed: <code>{notDeployed.commit.slice(0, 8)}</code>, since {notDeployed.reason}.
          </p>
        )}
        {environment.leftBehind.length > 0 && (
          <p className="card-note quiet">
            Left behind by teardowns: {environment.leftBehind.map(one => one.id).join(', ')}
          </p>
        )}
        {protectedReason && <p className="card-note quiet">{protectedReason}</p>}
        <OutputLinks outputs={environment.outputs} />
      </div>
      <Actions app={app} environment={environment} next={next} onOpen={onOpen} />
    </article>
  )
})

const Shown = ({ deployment }: { deployment: DeploymentSummary }) => (
  <div>
    <p className="card-title">
      <CommitTitle of={deployment} />
    </p>
    <CommitLine deployment={deployment} />
    <p className="card-how quiet">
      <Foreign text={howItGotThere(deployment)} />
    </p>
  </div>
)

const NumberLink = ({
  app,
  environment,
  deployment,
}: {
  app: string
  environment: string
  deployment: DeploymentSummary
}) => (
  <Link
    to="/apps/$app/$environment/$number"
    params={{ app, environment, number: String(deployment.number) }}
    className="card-number"
    aria-label={`Deployment ${deployment.number} of ${environment}`}
  >
    #{deployment.number}
  </Link>
)

const LeftBehind = ({
  app,
  environment,
  deployment: { number, retained },
}: {
  app: string
  environment: string
  deployment: DeploymentSummary
}) => {
  const left = retained.filter(one => !one.deleted).length
  if (left === 0) return null
  return (
    <p className="card-note">
      <Link
        to="/apps/$app/$environment/$number"
        params={{ app, environment, number: String(number) }}
        className="text-link"
      >
        {left === 1 ? 'One resource was' : `${left} resources were`} left behind
      </Link>
    </p>
  )
}

function emptyWords({ status, branch, protectedReason }: EnvironmentStatus): string {
  if (status === 'removed') return 'The next deployment builds it up anew.'
  if (protectedReason) return 'It gets what is promoted to it.'
  return branch ? `The next push to ${branch} comes here.` : 'It follows no branch: promote or deploy to it by hand.'
}
