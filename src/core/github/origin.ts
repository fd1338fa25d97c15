import { TrellisError } from '../errors.ts'
import type { AppRecord, GitHubOrigin } from '../ports/app-store.ts'
import type { GitHubAccess } from '../ports/github.ts'
import type { Ports } from '../ports/ports.ts'
import { openConnection } from './open-connection.ts'

/** `owner/name` of a repository by http at this GitHub; null: it is elsewhere, or goes another way. */
export function fullNameAt(webUrl: string, repository: string): string | null {
  if (!repository.toLowerCase().startsWith(`${webUrl.toLowerCase()}/`)) return null
  const path = repository.slice(webUrl.length + 1).replace(/\/$/, '')
  return /^[\w.-]+\/[\w.-]+?(?=(\.git)?$)/.exec(path)?.[0] ?? null
}

export const originOf = (webUrl: string, { installation, repository }: GitHubAccess): GitHubOrigin => ({
  webUrl,
  installation,
  repository: repository.id,
  fullName: repository.fullName,
})

/** Where a repository is at GitHub; null: not where the App may read. While GitHub is away, it is found later. */
export async function findOrigin(ports: Ports, repository: string): Promise<GitHubOrigin | null> {
  const connection = await openConnection(ports)
  const fullName = connection && fullNameAt(connection.webUrl, repository)
  if (!connection || !fullName) return null
  try {
    return originOf(connection.webUrl, await ports.github.find(connection, fullName))
  } catch (error) {
    if (!(error instanceof TrellisError)) throw error
    if (error.code === 'github_unavailable') await ports.outbox.put({ kind: 'find-repositories' }, ports.clock.now())
    return null
  }
}

/** Notes what GitHub says of an app's repository by now: its name, its owner, its installation. @returns whether that is news */
export async function noteOrigin(
  ports: Pick<Ports, 'apps' | 'live'>,
  app: AppRecord,
  webUrl: string,
  access: GitHubAccess,
): Promise<boolean> {
  const github = originOf(webUrl, access)
  const { url } = access.repository
  const known = app.github
  const isSame =
    known?.webUrl === webUrl &&
    known.installation === github.installation &&
    known.repository === github.repository &&
    known.fullName === github.fullName
  if (isSame) return false
  // A URL that leads there already stays as somebody wrote it.
  const leadsThere = fullNameAt(webUrl, app.repository)?.toLowerCase() === github.fullName.toLowerCase()
  await ports.apps.updateApp(app.name, { github, ...(leadsThere ? {} : { repository: url }) })
  ports.live.changed(app.name)
  return true
}
