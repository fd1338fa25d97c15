import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { findPrincipal } from '../../core/account/principal.ts'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import type { Cloud } from './cloud.ts'
import { type Need, needsOf, type Plan } from './needs.ts'
import type { OwnNames } from './own-names.ts'

export interface Permissions {
  /** Each with what it is missing for: `dynamodb:PutItem (arn:…)`. */
  missing: string[]
  /** Those that only going on after a failed attempt and `uninstall` want. */
  missingToRemove: string[]
  /** Why nobody can tell; null: they were looked at. */
  unknown: string | null
}

/** Asks IAM what whoever installs may do. Boundaries of an organisation it does not know of: those are told by the deployment. */
export async function permissionsOf(cloud: Cloud, name: string, own: OwnNames, plan: Plan): Promise<Permissions> {
  const { identity } = cloud
  const { partition, principal } = findPrincipal(identity)
  // The owner of the account may everything, and IAM simulates nothing for it.
  if (principal === 'root') return { missing: [], missingToRemove: [], unknown: null }
  const { accountId: account, region } = cloud.access
  const { install, remove } = needsOf({ partition, account, region }, name, own, plan)
  const client = new IAMClient(clientConfig(cloud.access, undefined))
  try {
    const source = await sourceOf(client, identity)
    const missing = await missingOf(client, source, install)
    return { missing, missingToRemove: await missingOf(client, source, remove), unknown: null }
  } catch (error) {
    // Whoever may not ask may still be allowed to install.
    return { missing: [], missingToRemove: [], unknown: error instanceof Error ? error.message : String(error) }
  } finally {
    client.destroy()
  }
}

/** In the order of what is asked for, one after the other: IAM throttles whoever asks for all at once. */
async function missingOf(client: IAMClient, source: string, needs: Need[]): Promise<string[]> {
  const missing: string[] = []
  for (const { actions, resource } of needs) {
    const { EvaluationResults = [] } = await client.send(
      new SimulatePrincipalPolicyCommand({
        ...{ PolicySourceArn: source, ActionNames: actions, ResourceArns: [resource] },
      }),
    )
    const refused = EvaluationResults.filter(one => one.EvalDecision !== 'allowed')
    missing.push(...refused.map(one => `${one.EvalActionName} (${resource})`))
  }
  return missing
}

/** IAM knows a role by its path, which the name of a session lacks. */
async function sourceOf(client: IAMClient, identity: string): Promise<string> {
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(identity) ?? []
  if (!RoleName) return identity
  const { Role } = await client.send(new GetRoleCommand({ RoleName }))
  return Role?.Arn ?? identity
}
