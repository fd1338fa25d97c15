import type { Failure } from '../../contract/deployment.ts'
import { failure } from '../../core/failures.ts'
import { withoutSecrets } from '../../platform/without-secrets.ts'
import type { GitAnswer } from './git.ts'

/** git has exit codes for nothing of this; with `LC_ALL=C` at least its words are stable. */
const causes: [RegExp, (cause: string) => Failure][] = [
  [/No space left on device|Disk quota exceeded/, cause => failure('disk_full', 'checkout', cause)],
  [
    /could not read (Username|Password)|Authentication failed|Invalid username or|terminal prompts disabled/,
    cause =>
      failure(
        'repository_unreachable',
        'checkout',
        `The repository asks for a password: ${cause}`,
        'Give the user who runs Trellis a git credential helper or an SSH key that may read it. Trellis in AWS reads private repositories by GitHub alone: `trellis github connect`.',
      ),
  ],
  [
    /Permission denied \(publickey/,
    cause =>
      failure(
        'repository_unreachable',
        'checkout',
        `The repository accepts none of the SSH keys: ${cause}`,
        'Give the user who runs Trellis an SSH key that may read the repository.',
      ),
  ],
  [
    /Host key verification failed/,
    cause =>
      failure(
        'repository_unreachable',
        'checkout',
        `The host of the repository is not known: ${cause}`,
        'Connect to it once with ssh as the user who runs Trellis, and compare its key.',
      ),
  ],
  [
    /certificate|SSL_|TLS/,
    cause =>
      failure(
        'repository_unreachable',
        'checkout',
        `The TLS certificate of the repository was not accepted: ${cause}`,
        'For a certificate authority of your own, point NODE_EXTRA_CA_CERTS of the server at its certificate, or GIT_SSL_CAINFO at all that git shall trust.',
      ),
  ],
  [
    /dubious ownership/,
    cause =>
      failure(
        'repository_unreachable',
        'checkout',
        `git does not trust the repository's folder: ${cause}`,
        'Run `git config --global --add safe.directory <folder>` as the user who runs Trellis.',
      ),
  ],
]

/** Why a fetch failed, with git's own words for the cause. */
export function fetchFailure(answer: GitAnswer): Failure {
  const cause = causeIn(answer)
  const known = causes.find(([pattern]) => pattern.test(answer.err))
  if (known) return known[1](cause)
  return failure('repository_unreachable', 'checkout', `The repository could not be fetched: ${cause}`)
}

export function checkoutFailure(answer: GitAnswer): Failure {
  const cause = causeIn(answer)
  if (/No space left on device|Disk quota exceeded/.test(answer.err)) return failure('disk_full', 'checkout', cause)
  return failure('checkout_failed', 'checkout', `git could not check the commit out: ${cause}`)
}

/** The host does not hand out a commit by its id, or does not have it. */
export const isRefusedWant = (answer: GitAnswer): boolean =>
  /not our ref|unadvertised object|does not allow request|couldn't find remote ref|no such remote ref/i.test(answer.err)

export const isRefusedCredential = (answer: GitAnswer): boolean =>
  /could not read (Username|Password)|Authentication failed|Invalid username or|returned error: 401/.test(answer.err)

/** The first line that names a cause, which is often ssh's; what follows it are mostly consequences and advice. */
function causeIn({ err, exit }: GitAnswer): string {
  const lines = err
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  const telling = lines.find(line =>
    /^(fatal|error|ERROR|remote: (fatal|error|Repository))\b|denied|failed|refused|timed out|Could not resolve|No route|unreachable|closed by/i.test(
      line,
    ),
  )
  return withoutSecrets(telling ?? lines[0] ?? `git ended with ${exit.signal ?? `exit code ${exit.code}`}`)
}
