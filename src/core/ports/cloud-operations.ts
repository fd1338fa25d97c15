import type { RetainedResource } from '../../contract/deployment.ts'
import type { CloudAccess } from './target-accounts.ts'

/** A resource that outlives its stack, because the stack's template says so. */
export interface KeptResource extends Pick<RetainedResource, 'type' | 'id' | 'logicalId' | 'stack'> {
  /** Not itself, but a copy of what is in it. */
  snapshot: boolean
}

/**
 * What no lease can guard: an operation that runs inside the cloud. Asked before an environment is freed, on cancel
 * and after a lost runner. All methods are idempotent.
 */
export interface CloudOperations {
  /**
   * Cancels what runs on these stacks where the cloud allows it (an update is cancelled; a creation is awaited, and stands or is
   * cleaned up by the next deployment), and returns once every one of them is stable. Stacks that do not exist are stable.
   * @param stacks names as deployed.
   * @returns the status of each stack that stands, such as UPDATE_ROLLBACK_COMPLETE.
   * @throws TrellisError cloud_unreachable, cloud_failed, credentials_…; the caller tries again later. `signal` ends the waiting.
   */
  settle(access: CloudAccess, stacks: readonly string[], signal: AbortSignal): Promise<Record<string, string>>
  /**
   * What deleting these stacks would leave, by what their templates say, nested stacks included. Changes nothing. Stacks that
   * do not exist leave nothing.
   * @throws TrellisError as settle, also where the credentials do not permit to look
   */
  kept(access: CloudAccess, stacks: readonly string[], signal: AbortSignal): Promise<KeptResource[]>
  /**
   * Prepares an account for CDK; a no-op where it is.
   * @param policies ARNs of what its execution role may do, where nobody has prepared it yet; none: everything
   * @returns `going-on` where no call may last as long as that takes: it is to be called again until it is `ready`
   * @throws TrellisError cloud_unreachable, cloud_failed, credentials_…, account_not_bootstrapped
   */
  bootstrap(
    access: CloudAccess,
    policies: readonly string[],
    onLine: (text: string) => void,
  ): Promise<'ready' | 'going-on'>
}
