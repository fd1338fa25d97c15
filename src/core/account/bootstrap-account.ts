import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import type { Ports } from '../ports/ports.ts'
import { openAccount } from './target-account.ts'

/**
 * Prepares an account for CDK.
 * @param policies ARNs, as in CloudOperations.bootstrap
 * @returns what the tool said, and whether that was all: else it is asked again
 * @throws as TargetAccounts.access and CloudOperations.bootstrap
 */
export async function bootstrapAccount(
  ports: Ports,
  actor: Asker,
  name: string,
  policies: readonly string[] = [],
): Promise<{ ready: boolean; lines: string[] }> {
  demand(actor, 'administer', {})
  const lines: string[] = []
  const access = await ports.targets.access(await openAccount(ports, name))
  const state = await ports.cloud.bootstrap(access, policies, text => lines.push(text))
  return { ready: state === 'ready', lines }
}
