import { type BatchDeleteRequest, BatchWriteCommand, executeBatchWrite } from 'dynamodb-toolbox'
import type { RecordsTable } from './open-table.ts'

/** As many as DynamoDB takes in one call. */
const atOnce = 25

/** Removes what may be removed one after the other: a removal that is interrupted is begun again by whoever asks for it again. */
export async function deleteAll(table: RecordsTable, requests: readonly BatchDeleteRequest[]): Promise<void> {
  for (let at = 0; at < requests.length; at += atOnce) {
    const command = table.build(BatchWriteCommand).requests(...requests.slice(at, at + atOnce))
    await executeBatchWrite({ maxAttempts: Number.POSITIVE_INFINITY }, command)
  }
}
