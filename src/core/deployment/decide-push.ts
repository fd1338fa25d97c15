import { matchesGlob } from 'node:path'
import type { Environment } from '../../contract/app.ts'
import { TrellisError } from '../errors.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { DecisionRecord } from '../ports/decision-store.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'

const marker = /\[skip trellis\]/i

export type Verdict = { deploys: true; because: string | null } | { deploys: false; decision: DecisionRecord }

/**
 * Whether a push deploys: not when its head says `[skip trellis]`, nor when a person deployed it there and replaced it since, and of a
 * repository with several apps not when nothing of this one changed since its newest push. A first push always deploys, unless it is marked.
 * @param message of the commit. @param newest the environment's newest push
 * @throws TrellisError when the repository cannot be asked just now
 */
export async function decidePush(
  ports: Ports,
  app: AppRecord,
  environment: Environment,
  {
    commit,
    message,
    branch,
    newest,
  }: { commit: string; message: string; branch: string; newest: DeploymentRecord | undefined },
): Promise<Verdict> {
  const against = (code: DecisionRecord['code'], reason: string): Verdict => ({
    deploys: false,
    decision: {
      app: app.name,
      environment: environment.name,
      ...{ commit, branch, code, reason },
      after: newest?.id ?? null,
      at: new Date(ports.clock.now()).toISOString(),
    },
  })
  if (marker.test(message)) {
    return against('marked', `the message of the head of ${branch} says [skip trellis]`)
  }
  const undone = await undoing(ports, environment, commit, newest)
  if (undone) return against('undone', undone)
  if (app.path === '.' || !newest?.commit) return { deploys: true, because: null }
  const changed = await changes(ports, app.repository, newest.commit, commit)
  if (!changed) return { deploys: true, because: null }
  const watched = await watchedBy(ports, app, commit)
  const mine = changed.find(path => isWithin(path, app.path) || watched.some(one => matchesGlob(path, one)))
  if (mine) return { deploys: true, because: `${mine} changed` }
  const where = watched.length > 0 ? `${app.path} and what its trellis.yml watches` : app.path
  return against('unchanged', `nothing in ${where} changed since ${newest.commit.slice(0, 12)}, the push before it`)
}

/**
 * What a person deployed before Trellis looked at its branch, and replaced by something else since, is no news: the look, which
 * may be minutes late, must not undo what they did.
 */
async function undoing(
  ports: Ports,
  { app, name: environment }: Environment,
  commit: string,
  newestPush: DeploymentRecord | undefined,
): Promise<string | null> {
  const ofCommit = await ports.deployments.list({ app, environment, commit, limit: mostLookedAt })
  // A teardown bears the commit of what it took away.
  const brought = ofCommit.find(one => one.kind !== 'teardown')
  if (!brought || !isByPerson(brought) || brought.number <= (newestPush?.number ?? 0)) return null
  const since = await ports.deployments.list({ app, environment, limit: mostLookedAt })
  const replaced = since.find(one => one.number > brought.number && one.startedAt !== null && isByPerson(one))
  if (!replaced) return null
  return `#${brought.number} brought this commit (${brought.why}), and #${replaced.number} (${replaced.why}) came after it`
}

const mostLookedAt = 20

const isByPerson = ({ kind }: DeploymentRecord): boolean => kind !== 'push'

const isWithin = (path: string, folder: string): boolean => path.startsWith(`${folder.replace(/\/$/, '')}/`)

/** A commit without the app's folder, or with a trellis.yml that cannot be read, watches nothing: a deployment says what is wrong. */
async function watchedBy(ports: Ports, { repository, path }: AppRecord, commit: string): Promise<string[]> {
  try {
    return await ports.detector.watched(repository, commit, path)
  } catch (error) {
    if (error instanceof TrellisError && error.kind === 'invalid') return []
    throw error
  }
}

/** Null: the one before is gone, as after a forced push; then nobody can say, and it deploys. */
async function changes(ports: Ports, repository: string, base: string, head: string): Promise<string[] | null> {
  try {
    return await ports.source.changedPaths(repository, base, head)
  } catch (error) {
    if (error instanceof TrellisError && error.code === 'commit_not_found') return null
    throw error
  }
}
