import { CreateServiceLinkedRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import type { CloudAccess } from '../../core/ports/target-accounts.ts'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import type { Say } from './cloud.ts'

/**
 * Has the role made by which ECS acts in an account, where nothing ever ran in ECS. ECS makes it by itself with the first cluster, and
 * mostly cannot take it yet in that same moment, so that the first stack of such an account fails. Whoever may not ask for it hears of
 * that by the failure (`isFirstOfEcs`).
 */
export async function prepareEcs(access: CloudAccess, say: Say): Promise<void> {
  const client = new IAMClient(clientConfig(access, undefined))
  try {
    await client.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'ecs.amazonaws.com' }))
    say('Preparing the account for ECS.')
  } catch (error) {
    const { message } = error as Error
    if (!isThere.test(message)) say(`The role of ECS could not be asked for: ${message}`)
  } finally {
    client.destroy()
  }
}

const isThere = /has been taken|already exists/

/** Whether something failed since ECS could not take its role yet, which it has made by then. */
export const isFirstOfEcs = (message: string): boolean => /assume the service linked role/i.test(message)
