import type { Deployment } from '../../../../src/contract/deployment.ts'
import { machinePatienceMinutes } from '../../../../src/contract/machine-patience.ts'
import { Ago } from '../../ui/time.tsx'

/** Since when a deployment waits for its build machine, for how long it may, and why. */
export const NoMachine = ({ wait: { since, problem } }: { wait: NonNullable<Deployment['noMachine']> }) => (
  <>
    Waits for a build machine, first asked for <Ago at={since} />, {machinePatienceMinutes} minutes at most. {problem}
  </>
)
