import { acceptPush } from '../deployment/accept-push.ts'
import { advance } from '../deployment/advance.ts'
import { TrellisError } from '../errors.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'

/**
 * Looks at the repository's branches and accepts every head that an environment follows and that was not seen before.
 * The branch's head decides, never the message that told of a push: those arrive late, twice or not at all.
 * A problem with the repository is recorded and shown; it is no error of the caller.
 * @returns the problem, if the look did not come to its end
 */
export async function syncApp(ports: Ports, name: string): Promise<TrellisError | null> {
  const app = await ports.apps.app(name)
  if (!app) return null
  try {
    await look(ports, app)
    return null
  } catch (error) {
    if (!(error instanceof TrellisError) || !ofRepository.has(error.code)) throw error
    if (app.sourceProblem === error.message) return error
    await ports.apps.updateApp(name, { sourceProblem: error.message })
    ports.live.changed(name)
    return error
  }
}

/** What keeps a repository from being read. */
const ofRepository = new Set<string>([
  ...['repository_unreachable', 'repository_wants_password', 'invalid_repository', 'branch_not_found'],
  ...['github_unavailable', 'github_refused', 'github_not_installed', 'github_suspended'],
  ...['disk_full', 'home_unusable', 'internal'],
])

const mostOthers = 100

async function look(ports: Ports, app: AppRecord): Promise<void> {
  const { name } = app
  // Before the look: a slow one must not take back what a quicker one has seen since.
  const before = await newestPushes(ports, name)
  const { heads } = await ports.source.branches(app.repository)
  const environments = await ports.apps.environments(name)
  let accepted = false
  for (const environment of environments) {
    const head = environment.branch ? heads.get(environment.branch) : undefined
    if (!head || environment.protected) continue
    accepted = (await acceptPush(ports, app, environment, head, before.get(environment.name))) || accepted
  }
  // Recorded after the pushes were: dying in between repeats a look, and acceptPush knows a commit it has seen.
  const recorded = toRecord(heads, new Set(environments.map(one => one.branch)))
  if (app.sourceProblem || !sameHeads(app.heads, recorded)) {
    await ports.apps.updateApp(name, { heads: recorded, sourceProblem: null })
    ports.live.changed(name)
  }
  if (accepted) await advance(ports)
}

async function newestPushes(ports: Ports, app: string): Promise<Map<string, DeploymentRecord>> {
  const newest = new Map<string, DeploymentRecord>()
  for (const { name, branch } of await ports.apps.environments(app)) {
    if (!branch) continue
    const [push] = await ports.deployments.list({ app, environment: name, kind: 'push', limit: 1 })
    if (push) newest.set(name, push)
  }
  return newest
}

/** Those that are followed, and some for whoever asks which there are: a repository may have thousands, and an item of DynamoDB holds 400 KB. */
function toRecord(heads: ReadonlyMap<string, string>, followed: ReadonlySet<string | null>): Record<string, string> {
  const others = [...heads.keys()].filter(name => !followed.has(name)).slice(0, mostOthers)
  const names = new Set(others)
  return Object.fromEntries([...heads].filter(([name]) => followed.has(name) || names.has(name)))
}

function sameHeads(known: Record<string, string> | null, heads: Record<string, string>): boolean {
  return (
    known !== null &&
    Object.keys(known).length === Object.keys(heads).length &&
    Object.entries(heads).every(([name, head]) => known[name] === head)
  )
}
