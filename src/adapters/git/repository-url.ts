import { TrellisError } from '../../core/errors.ts'
import { withoutSecrets } from '../../platform/without-secrets.ts'

const schemes = ['https', 'http', 'ssh', 'file']
/** What to do instead, where git runs as somebody who has credentials. */
const ofMachine = {
  kinds: 'Use an https, ssh or file URL, user@host:path, or an absolute path on the machine that runs Trellis.',
  secret:
    'Use the URL without it, and give the user who runs Trellis a git credential helper, or use an ssh URL with a deploy key.',
}
type Hints = typeof ofMachine
/** The tokens of GitHub, GitLab, Bitbucket and Azure work as a user name, too; the long ones have no prefix. */
const token = /^(gh[a-z]_|github_pat_|glpat-|gl[a-z]+-|AT[A-Z]{2}|x-oauth)|^.{32,}$/

/**
 * Whether git may be given this as a repository. Says nothing about whether it exists.
 * @param hints what to do instead, where that is not what people can do on a machine of theirs
 * @throws TrellisError invalid_repository; the message repeats no secret
 */
export function checkRepositoryUrl(repository: string, hints: Hints = ofMachine): void {
  if (repository === '' || repository.length > 2000 || /\p{Cc}/u.test(repository) || repository.trim() !== repository) {
    throw refused('A repository is 1 to 2000 characters, without control characters and blanks around it.', hints.kinds)
  }
  // Git would take it for an option.
  if (repository.startsWith('-')) throw refused('A repository cannot begin with a dash.', hints.kinds)
  const helper = /^([\w.+-]+)::/.exec(repository)
  if (helper) throw refused(`Repositories by the git remote helper ${helper[1]} are not supported.`, hints.kinds)
  if (/^[\w.+-]+:\/\//.test(repository)) checkUrl(repository, hints)
  else if (/^[^/]*:/.test(repository)) checkScpLike(repository, hints)
  else if (!repository.startsWith('/')) {
    const guess = /^[\w-]+(\.[\w-]+)+\/./.test(repository) ? ` Perhaps https://${repository} was meant.` : ''
    throw refused(`${repository} is neither a URL nor an absolute path.`, hints.kinds + guess)
  }
}

function checkUrl(repository: string, hints: Hints): void {
  const shown = withoutSecrets(repository)
  const scheme = repository.slice(0, repository.indexOf(':'))
  if (!schemes.includes(scheme)) throw refused(`Repositories by ${scheme}:// are not supported.`, hints.kinds)
  if (scheme === 'file') {
    if (!repository.startsWith('file:///'))
      throw refused(`${shown} names a host: a file URL begins with file:///.`, hints.kinds)
    return
  }
  if (!URL.canParse(repository)) {
    // The part that cannot be parsed may be a password.
    throw refused('The URL of the repository cannot be read.', hints.kinds)
  }
  const { username, password, hostname, pathname, search, hash } = new URL(repository)
  if (password !== '') throw refused(`The URL of ${shown} holds a password.`, hints.secret)
  if (scheme !== 'ssh' && token.test(decoded(username)))
    throw refused(`The URL of ${shown} holds a token.`, hints.secret)
  if (search !== '' || hash !== '') {
    throw refused('The URL of the repository has a query or a fragment, and git URLs have none.', hints.secret)
  }
  if (hostname === '' || pathname.length < 2) throw refused(`${shown} names no repository of a host.`, hints.kinds)
  // ssh would take them for options.
  if (hostname.startsWith('-') || decoded(username).startsWith('-'))
    throw refused('A host or user cannot begin with a dash.', hints.kinds)
}

/** `user@host:path`, as git reads it: a colon before the first slash. */
function checkScpLike(repository: string, hints: Hints): void {
  const [, user, host, path] = /^(?:([^@:/]*)@)?(\[[^\]/]+\]|[^:/[\]@]+):(.*)$/.exec(repository) ?? []
  if (path?.includes('@') && user === undefined && /^[^/]*@[^/:]+[:/]/.test(path)) {
    throw refused('The address of the repository holds a password.', hints.secret)
  }
  if (host === undefined || path === undefined || path === '') {
    throw refused('The address of the repository is neither a URL nor user@host:path.', hints.kinds)
  }
  if (host.startsWith('-') || host.startsWith('[-') || path.startsWith('-') || user?.startsWith('-')) {
    throw refused('A host, user or path cannot begin with a dash.', hints.kinds)
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function refused(message: string, hint: string): TrellisError {
  return new TrellisError('invalid_repository', message, hint)
}
