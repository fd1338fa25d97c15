import { setTimeout as sleep } from 'node:timers/promises'
import { type ExecuteTransactWriteInput, executeTransactWrite } from 'dynamodb-toolbox'

/** One of the writes of a transaction. */
export type Write = Extract<ExecuteTransactWriteInput[number], { params: unknown }>

/** What one transaction of DynamoDB can hold. */
export const mostWrites = 100

const attempts = 12
const longestPauseMs = 1_000

/** Reasons that say nothing of the conditions: somebody else was writing, or there was too much at once. */
const passing = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
])
const passingNames = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
])

/**
 * Writes all of these or none. A repetition after a lost answer is no second writing: the SDK marks each call with a token.
 * @returns whether they were written; if not, some condition was not met: `unmet` are the places of those writes.
 */
export async function write(...writes: Write[]): Promise<{ done: boolean; unmet: number[] }> {
  for (let attempt = 1; ; attempt++) {
    try {
      await executeTransactWrite(...writes)
      return { done: true, unmet: [] }
    } catch (error) {
      const codes = reasonsOf(error)
      const unmet = codes.flatMap((code, place) => (code === 'ConditionalCheckFailed' ? [place] : []))
      if (unmet.length > 0) return { done: false, unmet }
      const passes = codes.some(code => passing.has(code)) || (error instanceof Error && passingNames.has(error.name))
      if (!passes || attempt === attempts) throw error
      await sleep(Math.random() * Math.min(10 * 2 ** attempt, longestPauseMs))
    }
  }
}

/** Whether DynamoDB refused the size of an item or of the whole: it says so in words alone, and nothing else of ours is invalid. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'ValidationException' || reasonsOf(error).includes('ValidationError'))

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return []
  if (!('CancellationReasons' in error) || !Array.isArray(error.CancellationReasons)) return []
  return error.CancellationReasons.map((reason: { Code?: string }) => reason.Code ?? 'None')
}

/** @returns whether the one write was done; false: its condition was not met. */
export async function onCondition(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false
    throw error
  }
}
