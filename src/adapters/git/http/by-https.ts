import { TrellisError } from '../../../core/errors.ts'
import { shownAddress } from '../failure.ts'

/**
 * A function has neither a git program nor ssh, and what would speak its protocol instead is too large for it (docs/aws.md).
 * @throws TrellisError invalid_repository: it is not reached by https
 */
export function checkHttps(repository: string): void {
  if (/^https?:\/\//.test(repository)) return
  const shown = shownAddress(repository)
  const place = bySsh(repository)
  if (!place) {
    throw new TrellisError(
      'invalid_repository',
      `${shown} lies on one machine, and Trellis in AWS reads repositories by https alone.`,
      'Push it to a host that has it by https, and give that URL.',
    )
  }
  throw new TrellisError(
    'invalid_repository',
    `${shown} is reached by ssh, and Trellis in AWS reads repositories by https alone.`,
    `Give its https URL, probably https://${place}. If it is private: connect Trellis to GitHub (\`trellis github connect\`), or push it to GitHub from where it is.`,
  )
}

/** Host and path of an ssh URL, or of `user@host:path`. */
function bySsh(repository: string): string | null {
  if (URL.canParse(repository) && repository.startsWith('ssh:')) {
    const { hostname, pathname } = new URL(repository)
    return hostname + pathname
  }
  const [, host, path] = /^(?:[^@:/]*@)?([^:/[\]@]+):(?!\/\/)\/?(.+)$/.exec(repository) ?? []
  return host !== undefined && path !== undefined ? `${host}/${path}` : null
}
