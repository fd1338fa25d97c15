import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, dirname } from 'node:path'
import { answerByGit } from '../../../src/adapters/git/testing/server.ts'
import { fullName, type State } from './state.ts'

/** `/owner/name.git/info/refs` and its like; null: no door of git. */
export const gitDoor = (path: string) =>
  /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path)

/** Repositories over http, for whoever shows an installation token that may read them. */
export function serveGit(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  { url, now, problems }: { url: URL; now: number; problems: string[] },
): void {
  const [, owner = '', name = '', door = ''] = gitDoor(url.pathname) ?? []
  const refuse = (status: number, message: string): void => {
    const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}
    response.writeHead(status, { 'content-type': 'text/plain', ...challenge }).end(message)
  }
  if (url.username || url.password || /gh[a-z]_/.test(url.href))
    problems.push(`a token stands in a URL: ${url.pathname}`)
  const repository = state.everNamed(owner, name)
  const header = request.headers.authorization
  if (!header && (!repository || repository.private)) {
    refuse(401, 'Repository not found.')
    return
  }
  if (header) {
    const [user, given = ''] = Buffer.from(header.replace(/^basic /i, ''), 'base64')
      .toString()
      .split(':')
    const token = state.tokens.get(given)
    const installation = token && state.installations.get(token.installation)
    if (user !== 'x-access-token') problems.push(`git asks as ${user}`)
    if (!token || !installation || token.expiresAt <= now || token.gitRequests <= 0) {
      refuse(401, 'Invalid username or token.')
      return
    }
    token.gitRequests -= 1
    if (installation.suspended) {
      refuse(403, 'This installation has been suspended.')
      return
    }
    const may =
      repository &&
      state.covers(installation, repository) &&
      (token.repositories === null || token.repositories.has(repository.id)) &&
      token.permissions.contents
    if (!may) {
      refuse(404, 'Repository not found.')
      return
    }
  }
  if (!repository?.folder) {
    refuse(404, 'Repository not found.')
    return
  }
  if (`${owner}/${name}`.toLowerCase() !== fullName(repository).toLowerCase()) {
    response.writeHead(301, { location: `/${fullName(repository)}.git/${door}${url.search}` }).end()
    return
  }
  if (door === 'git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack') {
    refuse(403, 'Write access to repository not granted.')
    return
  }
  answerByGit(request, response, {
    root: dirname(repository.folder),
    path: `/${basename(repository.folder)}/${door}`,
    query: url.search.slice(1),
  })
}
