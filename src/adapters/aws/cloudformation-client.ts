import type { Agent } from 'node:https'
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
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
