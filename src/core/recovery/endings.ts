import type { PhaseName } from '../../contract/deployment.ts'
import { failure } from '../failures.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { MachineEnd } from '../ports/job-runner.ts'

export const timedOut = (record: DeploymentRecord) =>
  ({
    state: 'failed',
    failure: failure('timed_out', currentPhase(record), `It did not end within its time-out, and was stopped.`),
  }) as const

export const lost = (record: DeploymentRecord) =>
  ({
    state: 'failed',
    failure: failure('runner_lost', currentPhase(record), 'The runner fell silent: its process is gone or hangs.'),
    provisional: true,
  }) as const

/** As the place of its build machine says. */
export const endedWith = (record: DeploymentRecord, { reason, hint }: MachineEnd) =>
  ({
    state: 'failed',
    failure: failure('runner_lost', currentPhase(record), `The build machine ended: ${reason}`, hint ?? undefined),
  }) as const

export const neverReported = (machines: number) =>
  ({
    state: 'failed',
    failure: failure(
      'runner_lost',
      null,
      `Of ${machines} build machines in turn none began its job, and nobody says why.`,
    ),
    provisional: true,
  }) as const

/** Where it is, or was when it was stopped: after a phase that failed there is no other. */
export const currentPhase = ({ phases }: Pick<DeploymentRecord, 'phases'>): PhaseName | null =>
  phases.find(phase => phase.state === 'running' || phase.state === 'failed')?.name ?? null
