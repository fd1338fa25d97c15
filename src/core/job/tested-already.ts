import type { Environment } from '../../contract/app.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'

/** A promoted commit whose tests passed in the source, by the same command, need not pass them again. @returns why, or null */
export function testedAlready(
  promoted: Pick<DeploymentRecord, 'commit'>,
  source: DeploymentRecord | null,
  from: Environment | undefined,
  to: Environment,
): string | null {
  const test = source?.phases.find(phase => phase.name === 'test')
  if (!test || !from || from.testCommand !== to.testCommand || source?.commit !== promoted.commit) return null
  if (test.state === 'succeeded') return `passed in ${from.name} #${source.number}`
  return test.state === 'skipped' && test.reason?.startsWith('passed in ') ? test.reason : null
}
