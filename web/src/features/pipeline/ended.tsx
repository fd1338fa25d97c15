import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DeploymentSummary } from '../../../../src/contract/deployment.ts'
import { Words } from '../../ui/words.tsx'
import { Brought } from './brought.tsx'

interface EndedProps {
  app: string
  environment: string
  deployment: DeploymentSummary
  children?: ReactNode
}

/** What was tried last and failed, while something else stands there. */
export const Failed = ({ app, environment, deployment, children }: EndedProps) => (
  <div className="card-failed">
    <p>
      <Link to="/apps/$app/$environment/$number" params={{ app, environment, number: String(deployment.number) }}>
        #{deployment.number} {deployment.state === 'cancelled' ? 'was cancelled' : 'failed'}
        {deployment.failure?.phase ? ` in ${deployment.failure.phase}` : ''}
      </Link>
    </p>
    {deployment.failure && (
      <p className="card-cause">
        <Words text={deployment.failure.message} />
      </p>
    )}
    <Brought deployment={deployment} />
    {children}
  </div>
)

/** What needs somebody: an end in the midst of a change. */
export const Broken = (props: EndedProps) => (
  <Failed {...props}>
    <p className="card-mend">
      {props.deployment.kind === 'teardown'
        ? 'Part of it may be gone: tear down again, or deploy anew.'
        : 'What stands there may be half of it: deploy again, or roll back.'}
    </p>
  </Failed>
)
