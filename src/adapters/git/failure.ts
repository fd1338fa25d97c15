import { type ErrorCode, TrellisError } from '../../core/errors.ts'
import { withoutSecrets } from '../../platform/without-secrets.ts'

interface Known {
  says: RegExp
  code: ErrorCode
  message: (repository: string) => string
  hint: string
}

const answerHint = 'Check the address, the network and the proxy settings of the machine that runs Trellis.'
const sha1Hint = 'Use a repository with SHA-1 commit ids, which is what git makes by default.'

/** What git and ssh say (LC_ALL=C), the most telling first: their last line is often only "could not read". */
const known: Known[] = [
  {
    says: /^(?!remote:).*No space left on device/m,
    code: 'disk_full',
    message: repository => `The disk is full: ${repository} could not be read.`,
    hint: "Free some space where Trellis's home is.",
  },
  {
    says: /Host key verification failed/,
    code: 'repository_unreachable',
    message: repository => `The ssh host key of ${repository} is not known here, or has changed.`,
    hint: "Connect once by ssh as the user who runs Trellis and accept the key, or add it to that user's ~/.ssh/known_hosts.",
  },
  {
    says: /Permission denied \(|Too many authentication failures/,
    code: 'repository_wants_password',
    message: repository => `${repository} accepts no ssh key of this machine.`,
    hint: 'Give the user who runs Trellis an ssh key without passphrase (or an agent) and add its public part to the repository as a read-only deploy key.',
  },
  {
    says: /could not read (Username|Password)|Authentication failed|terminal prompts disabled|Access denied|returned error: 40[13]/,
    code: 'repository_wants_password',
    message: repository => `${repository} wants a user and a password, or does not accept the ones it got.`,
    hint: 'Configure a git credential helper for the user who runs Trellis, or use an ssh URL with a deploy key. For a public repository, check the URL.',
  },
  {
    says: /dubious ownership/,
    code: 'repository_unreachable',
    message: repository =>
      `${repository} belongs to another user of this machine, and git does not read it for that reason.`,
    hint: 'If you trust it: git config --global --add safe.directory <its path>, as the user who runs Trellis.',
  },
  {
    says: /mismatched algorithms|unsupported object format|unknown (object format|hash algorithm)/,
    code: 'invalid_repository',
    message: sha256Message,
    hint: sha1Hint,
  },
  {
    says: /does not appear to be a git repository|repository '.*' (not found|does not exist)|Repository not found|is this a git repository\?|project you were looking for could not be found/i,
    code: 'invalid_repository',
    message: repository => `There is no git repository at ${repository}, or it does not show itself to this machine.`,
    hint: 'Check the URL or path, and that the user who runs Trellis may read it.',
  },
  {
    says: /transport '.*' not allowed/,
    code: 'invalid_repository',
    message: repository => `${repository} leads to a transport that Trellis does not use.`,
    hint: 'Use an https, ssh or file URL or an absolute path, and look for insteadOf in the git configuration.',
  },
  {
    says: /unexpected (TLS|message)|wrong version number|packet length|record overflow/i,
    code: 'repository_unreachable',
    message: repository => `${repository} does not speak TLS there.`,
    hint: 'Check the port, and whether it is an http:// address.',
  },
  {
    says: /certificate|SSL_|TLS/,
    code: 'repository_unreachable',
    message: repository => `The TLS certificate of ${repository} was not accepted.`,
    hint: 'For a certificate authority of your own, point NODE_EXTRA_CA_CERTS of the server at its certificate, or GIT_SSL_CAINFO at all that git shall trust.',
  },
  {
    says: /code 407|Could not resolve|Connection (refused|reset|closed|timed out)|Failed to connect|Couldn't connect|Operation timed out|No route to host|Network is unreachable|unable to access|early EOF|RPC failed|hung up unexpectedly|Could not read from remote repository|returned error: (429|5\d\d)/,
    code: 'repository_unreachable',
    message: repository => `${repository} does not answer.`,
    hint: answerHint,
  },
]

const emptyWords = /Could not read from remote repository/

/** The error behind git's words, or null when they are none that a remote is known for. */
export function explainFailure(stderr: string, repository: string): TrellisError | null {
  const match = known.find(({ says }) => says.test(stderr))
  if (match === undefined) return null
  const said = lastWords(stderr, match.says)
  return new TrellisError(
    match.code,
    `${match.message(shownAddress(repository))}${said && ` git says: ${said}`}`,
    match.hint,
  )
}

export function timedOut(repository: string, timeoutMs: number): TrellisError {
  return new TrellisError(
    'repository_unreachable',
    `${shownAddress(repository)} did not answer within ${timeoutMs / 1000} s.`,
    answerHint,
  )
}

export function sha256Repository(repository: string): TrellisError {
  return new TrellisError('invalid_repository', sha256Message(shownAddress(repository)), sha1Hint)
}

function sha256Message(repository: string): string {
  return `${repository} uses SHA-256 commit ids, which Trellis does not support.`
}

/**
 * The line of git's that says most, fit for one sentence: no secrets, no control characters, not endless.
 * @param reason how that line can be told; ssh's own is followed by a `fatal:` of git's that says only that it could not read
 */
export function lastWords(stderr: string, reason?: RegExp): string {
  const lines = stderr.split(/[\r\n]+/).filter(line => line.trim() !== '')
  const told = reason && lines.find(line => reason.test(line) && !emptyWords.test(line))
  const line = told ?? lines.find(line => line.startsWith('fatal: ')) ?? lines.at(-1) ?? ''
  const plain = withoutSecrets(line)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return plain.length > 300 ? `${plain.slice(0, 299)}…` : plain
}

/** An address as it was given, which `checkRepositoryUrl` lets hold a user, but no password. What it would refuse is not repeated. */
export const shownAddress = (repository: string): string =>
  /^[a-z][a-z0-9+.-]*:\/\/[^\s/'":@]{1,31}@[^@]*$/i.test(repository) ? repository : withoutSecrets(repository)
