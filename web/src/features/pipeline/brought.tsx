import type { DeploymentSummary } from '../../../../src/contract/deployment.ts'
import { Foreign } from '../../ui/foreign.tsx'
import { CommitLine, howItGotThere } from './commit-line.tsx'
import { CommitTitle } from './commit-title.tsx'

/** What a card says of a second deployment: whose commit it is, and how it came there. */
export const Brought = ({ deployment }: { deployment: DeploymentSummary }) => (
  <div className="card-brought">
    {deployment.title !== null && (
      <p>
        <CommitTitle of={deployment} />
      </p>
    )}
    <CommitLine deployment={deployment} />
    <p className="quiet">
      <Foreign text={howItGotThere(deployment)} />
    </p>
  </div>
)
