import type { Stack } from '@aws-sdk/client-cloudformation'
import type { Session } from '../../runner/cdk/session.ts'

/** Whoever means to remove it takes away what keeps others from deleting it by mistake, also from what an attempt left that failed. */
export async function unprotect({ stacks }: Session, stack: Stack): Promise<void> {
  if (stack.EnableTerminationProtection) await stacks.unprotect({ name: stack.StackId ?? stack.StackName ?? '' })
}
