import type { Agent } from 'node:https'
import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation'
import type { CloudAccess } from '../../core/ports/target-accounts.ts'

/** @param httpsAgent knows the way through a company's proxy, of which the SDK knows nothing. */
export async function cloudFormationFor(
  { region, endpointUrl, credentials }: CloudAccess,
  httpsAgent?: Agent,
): Promise<CloudFormationClient> {
  const { CloudFormationClient } = await import('./sdk/cloudformation.ts')
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  return new CloudFormationClient({
    region,
    ...(endpointUrl !== null && { endpoint: endpointUrl }),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    ...(httpsAgent && { requestHandler: { httpsAgent } }),
    maxAttempts: 8,
  })
}

/** A stack that stands, or goes on. */
export async function findStack(
  client: CloudFormationClient,
  name: string,
  abortSignal?: AbortSignal,
): Promise<Stack | undefined> {
  const { DescribeStacksCommand } = await import('./sdk/cloudformation.ts')
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }), abortSignal && { abortSignal })
    return Stacks?.find(one => one.StackStatus !== 'DELETE_COMPLETE')
  } catch (error) {
    // CloudFormation has no error of its own for a stack that does not exist.
    if (isValidation(error)) return undefined
    throw error
  }
}

export const isValidation = (error: unknown): boolean => error instanceof Error && error.name === 'ValidationError'
