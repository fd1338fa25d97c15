import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { KeptResource } from '../../core/ports/cloud-operations.ts'
import { deletionPolicies } from '../../platform/deletion-policies.ts'
import { isValidation } from './cloudformation-client.ts'

/** A stack by its name, and by what CloudFormation is asked by: of a nested one that is its id, and the name its root's. */
interface Asked {
  name: string
  id: string
}

const neverMade = new Set(['DELETE_COMPLETE', 'CREATE_FAILED'])
const keeping = new Set(['Retain', 'RetainExceptOnCreate', 'Snapshot'])

/** What the stack's template has CloudFormation keep of it, nested stacks included. Nothing, where there is no such stack. */
export async function stayingResources(
  client: CloudFormationClient,
  { name, id }: Asked,
  abortSignal: AbortSignal,
): Promise<KeptResource[]> {
  try {
    const [policies, resources] = await Promise.all([
      policiesOf(client, id, abortSignal),
      resourcesOf(client, id, abortSignal),
    ])
    const found = resources.map(async ({ type, id, logicalId }): Promise<KeptResource[]> => {
      const policy = policies.get(logicalId) ?? ''
      if (keeping.has(policy)) return [{ type, id, logicalId, stack: name, snapshot: policy === 'Snapshot' }]
      return type === 'AWS::CloudFormation::Stack' ? stayingResources(client, { name, id }, abortSignal) : []
    })
    return (await Promise.all(found)).flat()
  } catch (error) {
    // CloudFormation has no error of its own for a stack that does not exist.
    if (isValidation(error)) return []
    throw error
  }
}

/** After the transforms: those of SAM and of the language's extensions may give a resource its policy. */
async function policiesOf(client: CloudFormationClient, id: string, abortSignal: AbortSignal) {
  const { GetTemplateCommand } = await import('./sdk/cloudformation.ts')
  const asked = new GetTemplateCommand({ StackName: id, TemplateStage: 'Processed' })
  const { TemplateBody = '' } = await client.send(asked, { abortSignal })
  // A stack that waits for its first change has no template yet.
  return TemplateBody ? deletionPolicies(TemplateBody) : new Map<string, string>()
}

async function resourcesOf(client: CloudFormationClient, id: string, abortSignal: AbortSignal) {
  const { ListStackResourcesCommand } = await import('./sdk/cloudformation.ts')
  const found: Pick<KeptResource, 'type' | 'id' | 'logicalId'>[] = []
  let NextToken: string | undefined
  do {
    const asked = new ListStackResourcesCommand({ StackName: id, ...(NextToken && { NextToken }) })
    const page = await client.send(asked, { abortSignal })
    for (const one of page.StackResourceSummaries ?? []) {
      const { ResourceType: type, PhysicalResourceId: id, LogicalResourceId: logicalId, ResourceStatus = '' } = one
      if (type && id && logicalId && !neverMade.has(ResourceStatus)) found.push({ type, id, logicalId })
    }
    NextToken = page.NextToken
  } while (NextToken)
  return found
}
