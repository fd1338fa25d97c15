import type { DeploymentSummary } from '../../../../src/contract/deployment.ts'

/** The phase that something is in; between two of them the one that it came from. */
export function runningWords({ phases, progress }: Pick<DeploymentSummary, 'phases' | 'progress'>): string {
  const phase = phases.findLast(one => one.state === 'running') ?? phases.findLast(one => one.state !== 'skipped')
  const counted = progress && progress.total > 0 ? ` ${progress.completed} of ${progress.total}` : ''
  return `${phase?.name ?? phases.at(-1)?.name ?? 'starting'}${counted}`
}
