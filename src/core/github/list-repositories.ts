import type { GitHubRepository } from '../../contract/github.ts'
import type { Asker } from '../access/asker.ts'
import { demand } from '../access/can.ts'
import type { ConnectionStore } from '../ports/connection-store.ts'
import type { Ports } from '../ports/ports.ts'
import { demandConnection } from './open-connection.ts'

/** So that searching while one types does not read ten pages for every letter. */
const keptFor = 60_000
const kept = new WeakMap<ConnectionStore, { all: GitHubRepository[]; until: number; appId: number }>()

interface Search {
  search: string
  limit: number
}

/** All repositories that the App may read, by name. @throws TrellisError github_not_connected, and what GitHub says */
export async function listRepositories(
  ports: Ports,
  actor: Asker,
  { search, limit }: Search,
): Promise<{ repositories: GitHubRepository[]; total: number }> {
  demand(actor, 'administer', {})
  const found = (await all(ports)).filter(one => holds(one.fullName, search))
  return { repositories: found.slice(0, limit), total: found.length }
}

/** @throws TrellisError github_not_connected, github_not_installed, and what GitHub says */
export async function listBranches(
  ports: Ports,
  actor: Asker,
  fullName: string,
  { search, limit }: Search,
): Promise<{ branches: string[]; total: number }> {
  demand(actor, 'administer', {})
  const branches = await ports.github.branches(await demandConnection(ports), fullName)
  const found = branches.filter(one => holds(one, search))
  return { branches: found.slice(0, limit), total: found.length }
}

async function all(ports: Ports): Promise<GitHubRepository[]> {
  const connection = await demandConnection(ports)
  const now = ports.clock.now()
  const known = kept.get(ports.connections)
  if (known && known.until > now && known.appId === connection.appId) return known.all
  const installations = await ports.github.installations(connection)
  const lists = await Promise.all(
    installations.filter(one => !one.suspended).map(one => ports.github.repositories(connection, one.id)),
  )
  const found = lists.flat().sort((a, b) => (a.fullName.toLowerCase() < b.fullName.toLowerCase() ? -1 : 1))
  kept.set(ports.connections, { all: found, until: now + keptFor, appId: connection.appId })
  return found
}

/** What was listed may have changed. */
export const forgetRepositories = ({ connections }: Pick<Ports, 'connections'>): void => void kept.delete(connections)

const holds = (name: string, search: string): boolean => name.toLowerCase().includes(search.trim().toLowerCase())
