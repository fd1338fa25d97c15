import { Link } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import type { Deployment } from '../../../../src/contract/deployment.ts'
import { Foreign } from '../../ui/foreign.tsx'
import { Status } from '../../ui/status.tsx'
import { Ago, Duration } from '../../ui/time.tsx'
import { Words } from '../../ui/words.tsx'
import { markOf } from '../deployment/mark-of.ts'
import { NoMachine } from '../deployment/no-machine.tsx'
import { waitingWords } from '../deployment/waiting-words.ts'
import { howItGotThere, shortCommit } from '../pipeline/commit-line.tsx'
import { CommitTitle } from '../pipeline/commit-title.tsx'
import './deployment-list.css'

/** Deployments, newest first, a line each; the whole line leads to its log. */
export const DeploymentList = ({
  deployments,
  withApp = false,
}: {
  deployments: readonly Deployment[]
  withApp?: boolean
}) => (
  <ul className={withApp ? 'deployments deployments-of-all' : 'deployments'}>
    {deployments.map(one => (
      <li key={one.id} className="deployment-row">
        <Link
          to="/apps/$app/$environment/$number"
          params={{ app: one.app, environment: one.environment, number: String(one.number) }}
          className="deployment-link"
        >
          <span className="deployment-state">
            <Status of={markOf(one)} size={16} />
          </span>{' '}
          <span className="deployment-where">
            {withApp && <span className="quiet">{one.app} / </span>}
            {one.environment} <span className="quiet">#{one.number}</span>
          </span>
          <span className="deployment-what">
            {one.kind === 'teardown' ? <TornDown title={one.title} /> : <CommitTitle of={one} />}{' '}
            {one.commit && <code className="quiet">{shortCommit(one.commit)}</code>}
            {one.behind && <span className="deployment-note quiet">Waits behind {one.behind}.</span>}
            {one.noMachine && (
              <span className="deployment-note quiet">
                <NoMachine wait={one.noMachine} />
              </span>
            )}
            {one.waitingFor && <span className="deployment-note quiet">{waitingWords[one.waitingFor]}</span>}
            {one.failure && (
              <span className="deployment-cause">
                <Words text={one.failure.message} />
              </span>
            )}
          </span>
          <span className="deployment-how quiet">
            <Foreign text={howItGotThere(one)} />
          </span>
          <span className="deployment-time quiet">
            {one.startedAt && <Duration from={one.startedAt} to={one.finishedAt} />}
            <Ago at={one.requestedAt} />
          </span>
        </Link>
      </li>
    ))}
  </ul>
)

/** Nothing of what it names is there any more afterwards. */
const TornDown = ({ title }: { title: string | null }) => (
  <>
    <span className="chip">
      <Trash2 size={12} aria-hidden="true" /> teardown
    </span>{' '}
    {title && (
      <span className="quiet">
        of <Foreign text={title} />
      </span>
    )}
  </>
)
