import type { DeploymentSummary } from '../../../../src/contract/deployment.ts'
import { Foreign } from '../../ui/foreign.tsx'
import { Ago } from '../../ui/time.tsx'

/** Short commit, author, age. */
export const CommitLine = ({ deployment }: { deployment: DeploymentSummary }) => (
  <p className="commit-line">
    {deployment.commit && <code title={deployment.commit}>{shortCommit(deployment.commit)}</code>}
    {deployment.author && <Foreign text={deployment.author} />}
    <span className="quiet">
      <Ago at={deployment.finishedAt ?? deployment.startedAt ?? deployment.requestedAt} />
    </span>
  </p>
)

export const shortCommit = (commit: string): string => commit.slice(0, 7)

export function howItGotThere({ kind, branch, source, actor, author, fromArtifact }: DeploymentSummary): string {
  const from = source ? ` from ${source.environment} #${source.number}` : ''
  if (kind === 'push') {
    const by = author ? ` by ${author}` : ''
    return `push to ${branch ?? 'its branch'}${by}${source ? `, brought by #${source.number}` : ''}`
  }
  if (kind === 'promotion') return `promoted${from} by ${actor.name}`
  if (kind === 'rollback') {
    return `rolled back to #${source?.number ?? '?'} by ${actor.name}${fromArtifact ? ', from its artifact' : ''}`
  }
  if (kind === 'teardown') return `teardown by ${actor.name}`
  return `deployed${branch ? ` from ${branch}` : ''} by ${actor.name}`
}
