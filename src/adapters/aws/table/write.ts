import { setTimeout as sleep } from 'node:timers/promises'
import { type ExecuteTransactWriteInput, executeTransactWrite } from 'dynamodb-toolbox'

/** One of the writes of a transaction. */
export type Write = Extract<ExecuteTransactWriteInput[number], { params: unknown }>

/** What one transaction of DynamoDB can hold. */
export const mostWrites = 100

export const writeAttempts = 12
export const longestPauseMs = 1_000

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
  return unlessPassing(async () => {
    try {
      await executeTransactWrite(...writes)
      return { done: true, unmet: [] }
    } catch (error) {
      const unmet = reasonsOf(error).flatMap((code, place) => (code === 'ConditionalCheckFailed' ? [place] : []))
      if (unmet.length === 0) throw error
      return { done: false, unmet }
    }
  })
}

/**
 * One write by itself, at half the price of a transaction. After a lost answer it may find its own work, and say that the condition
 * was not met: for those who then look again.
 * @returns whether it was done; false: its condition was not met.
 */
export function onCondition(work: { send(): Promise<unknown> }): Promise<boolean> {
  return unlessPassing(async () => {
    try {
      await work.send()
      return true
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false
      throw error
    }
  })
}

/** Tries again what failed for a reason that passes. */
async function unlessPassing<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const passes = reasonsOf(error).some(code => passing.has(code)) || passingNames.has((error as Error).name)
      if (!passes || attempt === writeAttempts) throw error
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
