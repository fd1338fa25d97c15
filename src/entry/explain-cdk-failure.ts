import { type ErrorCode, TrellisError } from '../core/errors.ts'
import type { CdkFailure } from '../runner/cdk/worker.ts'

const shared = ['credentials_missing', 'credentials_invalid', 'credentials_expired', 'cloud_unreachable'] as const

/** A failure of the CDK outside of any deployment, as the API reports it. */
export function explainCdkFailure({ failure }: CdkFailure): TrellisError {
  const code: ErrorCode = shared.find(one => one === failure.code) ?? 'account_not_bootstrapped'
  return new TrellisError(code, failure.message, failure.hint)
}
