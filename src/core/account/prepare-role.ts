import { PrepareRole, type TargetRole } from '../../contract/target-role.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import type { Ports } from '../ports/ports.ts'
import { externalIdOf } from './external-id.ts'
import { findPrincipal } from './principal.ts'
import { targetRolePrefix, targetRoleTemplate } from './target-role-template.ts'

/**
 * How a role is made by which Trellis may deploy into an account, whether that is added yet or not.
 * @throws TrellisError as TargetAccounts.identity: without an identity of its own, Trellis can assume nothing
 */
export async function prepareRole(ports: Ports, actor: Asker, account: string, wish: PrepareRole): Promise<TargetRole> {
  demand(actor, 'administer', {})
  const { region, access } = PrepareRole.parse(wish)
  const { arn, partition, accountId, principal } = findPrincipal(await ports.targets.identity())
  const externalId = externalIdOf(await ports.installation(), account)
  // By the installation as well: two of them may deploy into one AWS account, under the same name.
  const roleName = `${targetRolePrefix}${account}-${externalId.slice(-6)}`
  const parameters = {
    RoleName: roleName,
    TrellisAccount: accountId,
    TrellisPrincipal: principal,
    ExternalId: externalId,
    Access: access,
  }
  const template = `${JSON.stringify(targetRoleTemplate, null, 2)}\n`
  const templateUrl = await ports.targets.publish(template)
  const quickCreateUrl = templateUrl && quickCreate({ templateUrl, partition, region, stack: roleName, parameters })
  return { roleName, externalId, trusted: arn, quickCreateUrl, parameters, template }
}

const consoles: Record<string, string> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}

interface QuickCreate {
  templateUrl: string
  partition: string
  region: string
  stack: string
  parameters: Record<string, string>
}

/** A page of CloudFormation on which nothing is left to fill in. */
function quickCreate({ templateUrl, partition, region, stack, parameters }: QuickCreate): string {
  const given = Object.entries(parameters).map(([name, value]) => [`param_${name}`, value])
  const query = [['templateURL', templateUrl], ['stackName', stack], ...given]
  const host = consoles[partition] ?? 'console.aws.amazon.com'
  const filled = query.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&')
  return `https://${region}.${host}/cloudformation/home?region=${region}#/stacks/quickcreate?${filled}`
}
