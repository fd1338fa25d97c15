import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DeploymentSummary } from '../../../../src/contract/deployment.ts'
import { Foreign } from '../../ui/foreign.tsx'
import { Words } from '../../ui/words.tsx'
import { CommitLine, howItGotThere } from './commit-line.tsx'
import { CommitTitle } from './commit-title.tsx'

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
    <WhatItBrought deployment={deployment} />
    {children}
  </div>
)

/** Of a deployment that is not what stands there. */
const WhatItBrought = ({ deployment }: { deployment: DeploymentSummary }) => (
  <>
    {deployment.title !== null && (
      <p className="card-brought">
        <CommitTitle of={deployment} />
      </p>
    )}
    <CommitLine deployment={deployment} />
    <p className="quiet">
      <Foreign text={howItGotThere(deployment)} />
    </p>
  </>
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
