import type { CloudFormationClient, StackResourceSummary } from '@aws-sdk/client-cloudformation'
import type { KeptResource } from '../../core/ports/cloud-operations.ts'
import { deletionPolicies } from '../../platform/deletion-policies.ts'
import { isKept, withinStack } from '../../platform/within-stack.ts'
import { isValidation } from './cloudformation-client.ts'

/** What the stack's template has CloudFormation keep of it, nested stacks included. Nothing, where there is no such stack. */
export async function stayingResources(
  client: CloudFormationClient,
  name: string,
  abortSignal: AbortSignal,
): Promise<KeptResource[]> {
  const within = await withinStack(
    {
      policies: id => policiesOf(client, id, abortSignal).catch(absent(new Map<string, string>())),
      resources: id => resourcesOf(client, id, abortSignal).catch(absent<StackResourceSummary[]>([])),
    },
    name,
  )
  return within
    .map(one => ({ ...one, snapshot: one.policy === 'Snapshot' }))
    .filter(one => one.snapshot || isKept(one))
    .map(({ type, id, logicalId, snapshot }) => ({ type, id, logicalId, stack: name, snapshot }))
}

/** CloudFormation has no error of its own for a stack that does not exist. */
const absent =
  <T>(nothing: T) =>
  (error: unknown): T => {
    if (isValidation(error)) return nothing
    throw error
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
  const found: StackResourceSummary[] = []
  let NextToken: string | undefined
  do {
    const asked = new ListStackResourcesCommand({ StackName: id, ...(NextToken && { NextToken }) })
    const page = await client.send(asked, { abortSignal })
    found.push(...(page.StackResourceSummaries ?? []))
    NextToken = page.NextToken
  } while (NextToken)
  return found
}
