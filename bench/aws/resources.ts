import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import type { RunningMinistack } from '../../src/emulator/ministack.ts'
import { clientConfig } from '../../tests/support/emulator.ts'

export async function countResources(emulator: RunningMinistack): Promise<number> {
  const client = new CloudFormationClient(clientConfig(emulator))
  let count = 0
  for await (const page of paginateListStackResources({ client }, { StackName: 'trellis' })) {
    count += page.StackResourceSummaries?.length ?? 0
  }
  client.destroy()
  return count
}
