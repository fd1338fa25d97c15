import { clientConfig } from './aws-client.ts'
import type { Leftover } from './leftovers.ts'
import type { Session } from './session.ts'

/** The log groups that Lambda made by itself for functions that are gone now. Best effort: without the permission, none. */
export async function functionLogGroups(session: Session, functions: readonly Leftover[]): Promise<Leftover[]> {
  if (functions.length === 0) return []
  const { CloudWatchLogsClient, DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const found = functions.map(async each => {
    const client = new CloudWatchLogsClient(clientConfig(session.access, each.region))
    const logGroup = `/aws/lambda/${each.id}`
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroup }))
    const stands = logGroups?.some(group => group.logGroupName === logGroup)
    return stands ? [{ ...each, type: 'AWS::Logs::LogGroup', id: logGroup }] : []
  })
  return (await Promise.all(found.map(each => each.catch(() => [])))).flat()
}
