import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import type { Ports } from '../ports/ports.ts'
import { openAccount } from './target-account.ts'

/** Prepares an account for CDK. @returns what the tool said. @throws as TargetAccounts.access and CloudOperations.bootstrap */
export async function bootstrapAccount(ports: Ports, actor: Asker, name: string): Promise<string[]> {
  demand(actor, 'administer', {})
  const lines: string[] = []
  await ports.cloud.bootstrap(await ports.targets.access(await openAccount(ports, name)), text => lines.push(text))
  return lines
}
