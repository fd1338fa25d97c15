import { TrellisError } from '../errors.ts'
import type { ConnectionStore } from '../ports/connection-store.ts'
import type { Ports } from '../ports/ports.ts'
import { openConnection } from './open-connection.ts'
import { fullNameAt, noteOrigin } from './origin.ts'

/** What git shows to read one repository, and nothing else, for an hour at most. */
export interface CloneCredential {
  /** The part of the server that may see it. */
  scope: string
  user: string
  password: string
}

type Needs = Pick<Ports, 'connections' | 'vault' | 'apps' | 'github' | 'live' | 'clock'>

/** How long a repository that the App may not read is taken for any git repository, without asking again. */
const foreignFor = 5 * 60_000
const foreign = new WeakMap<ConnectionStore, Map<string, number>>()

/**
 * A token of the App for one repository, fetched for this one use.
 * @returns null where the App has nothing to say: the machine's own way in counts
 * @throws TrellisError github_unavailable, github_not_installed, github_suspended, github_refused
 */
export async function cloneCredential(ports: Needs, repository: string): Promise<CloneCredential | null> {
  const connection = await openConnection(ports)
  const fullName = connection && fullNameAt(connection.webUrl, repository)
  if (!connection || !fullName) return null
  const { webUrl } = connection
  const [app] = (await ports.apps.apps()).filter(one => one.repository === repository && one.github?.webUrl === webUrl)
  const strangers = foreign.get(ports.connections) ?? new Map<string, number>()
  foreign.set(ports.connections, strangers)
  const now = ports.clock.now()
  if (!app && (strangers.get(fullName) ?? 0) > now) return null
  try {
    const access = app?.github
      ? await ports.github.access(connection, app.github)
      : await ports.github.find(connection, fullName)
    strangers.delete(fullName)
    if (app) await noteOrigin(ports, app, webUrl, access)
    return { scope: `${webUrl}/`, user: 'x-access-token', password: access.token }
  } catch (error) {
    if (app || !(error instanceof TrellisError) || error.code !== 'github_not_installed') throw error
    strangers.set(fullName, now + foreignFor)
    return null
  }
}

/** The App may read other repositories than before. */
export const forgetForeign = ({ connections }: Pick<Ports, 'connections'>): void => void foreign.delete(connections)
