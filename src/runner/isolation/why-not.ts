import type { ErrorCode } from '../../core/errors.ts'
import type { FailureCode } from '../../core/failures.ts'

/** Why an isolation cannot be had, before a server starts and before a job does alike. */
export interface WhyNot {
  readonly code: Extract<ErrorCode & FailureCode, `${string}isolation_${string}` | `container_${string}`>
  /** A sentence without its full stop. */
  readonly why: string
  readonly hint: string
}
