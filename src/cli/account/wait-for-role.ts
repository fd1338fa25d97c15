import { setTimeout as pause } from 'node:timers/promises'
import { ApiError } from '../../client/api-error.ts'
import type { TargetRole } from '../../contract/target-role.ts'
import { CliError } from '../cli-error.ts'

/** The ARN that the role is going to have in an AWS account: its name is in its template, and it has no path. */
export const arnIn = ({ trusted, roleName }: TargetRole, account: string): string =>
  `arn:${trusted.split(':')[1] ?? 'aws'}:iam::${account}:role/${roleName}`

interface Patience {
  pauseMs: number
  /** As long as the link is good. */
  forMs: number
}

interface Adding<T> {
  add(): Promise<T>
  /** What an attempt added whose answer was lost. */
  added(): Promise<T | undefined>
}

/** Tries until somebody has made the role: before, AWS refuses it as it does one that there is not. @throws CliError role_not_made */
export async function whenMade<T>(
  { add, added }: Adding<T>,
  { pauseMs, forMs }: Patience = { pauseMs: 5_000, forMs: 3_600_000 },
): Promise<T> {
  const end = performance.now() + forMs
  for (let lost = false; ; ) {
    try {
      return await add()
    } catch (error) {
      if (lost && error instanceof ApiError && error.code === 'already_exists') {
        const before = await added()
        if (before !== undefined) return before
      }
      if (!(error instanceof ApiError) || (error.code !== 'credentials_invalid' && error.status !== 0)) throw error
      lost ||= error.status === 0
      if (performance.now() + pauseMs > end) {
        const hint = `Once it is made, give the same command again. ${error.message}`
        throw new CliError('role_not_made', 'beyond', 'Nobody has made the role so far.', hint, error)
      }
    }
    await pause(pauseMs)
  }
}
