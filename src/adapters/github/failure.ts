import type { RequestError } from '@octokit/request-error'
import { TrellisError } from '../../core/errors.ts'

/** When nothing is said about how long to wait: GitHub asks for at least a minute. */
const usualRest = 60_000
/** Longer than a primary limit ever lasts. A header may say anything. */
const longestRest = 3_600_000

/** Until when GitHub wants to be left alone; null: that is not what it says. */
export function rateLimit({ status, response, message }: RequestError, now: number): number | null {
  const headers = response?.headers ?? {}
  const after = Number(headers['retry-after'])
  const spent = headers['x-ratelimit-remaining'] === '0'
  const told = /rate limit/i.test(message)
  if (status === 429 || (status === 403 && (after > 0 || spent || told))) {
    const reset = spent ? Number(headers['x-ratelimit-reset']) * 1000 - now : Number.NaN
    return now + Math.min(longestRest, after > 0 ? after * 1000 : reset > 0 ? reset : usualRest)
  }
  return status === 503 && after > 0 ? now + Math.min(longestRest, after * 1000) : null
}

/** What GitHub's answer, or its silence, means. The cause stays with it. */
export function explain(error: RequestError, webUrl: string): TrellisError {
  const cause = { cause: error }
  if (error.response === undefined || error.status >= 500) {
    const why = error.response ? `it answers ${error.status}` : 'it does not answer'
    return new TrellisError(
      'github_unavailable',
      `GitHub at ${webUrl} cannot be asked: ${why}.`,
      'Trellis tries again by itself. Check the network and the proxy settings if it lasts.',
      cause,
    )
  }
  const said = error.message.split(' - ')[0] ?? ''
  if (error.status === 403 && /suspended/i.test(said)) {
    return new TrellisError(
      'github_suspended',
      'The installation of the GitHub App is suspended.',
      'An owner of the organisation can end that, on the page of the installation.',
      cause,
    )
  }
  if (error.status === 401) {
    return new TrellisError(
      'github_refused',
      `GitHub does not accept the App: ${said}.`,
      'Give it a new private key: `trellis github rotate --key-from-stdin`; or connect anew. Check the clock of this machine.',
      cause,
    )
  }
  return new TrellisError(
    'github_refused',
    `GitHub refuses it (${error.status}): ${said}.`,
    'Look at the permissions of the GitHub App, and whether they were accepted where it is installed.',
    cause,
  )
}
