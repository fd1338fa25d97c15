import type { Environment } from '../../contract/app.ts'
import { recorded, trellis } from '../access/asker.ts'
import { can, placeOf } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { decidePush } from './decide-push.ts'
import { requestDeployment } from './request-deployment.ts'

/**
 * Records a push to the branch that an environment follows, unless it is the one accepted last: a head that moves away
 * and comes back (a forced push) deploys again.
 * @param newest the environment's newest push, as it was before the branch was looked at
 * @returns whether it was new, and is deployed.
 * @throws TrellisError when the repository cannot be asked just now
 */
export async function acceptPush(
  ports: Ports,
  app: AppRecord,
  environment: Environment,
  commit: string,
  newest: DeploymentRecord | undefined,
): Promise<boolean> {
  const branch = environment.branch ?? app.defaultBranch
  if (!can(trellis, 'push', placeOf(environment)).allowed) return false
  if (newest?.commit === commit && newest.branch === branch) return false
  const known = await ports.decisions.decision(app.name, environment.name, commit)
  if (known && known.branch === branch && known.after === (newest?.id ?? null)) return false
  const { title, author, message } = await describe(ports, app.repository, commit)
  const verdict = await decidePush(ports, app, environment, { commit, message, branch, newest })
  if (!verdict.deploys) {
    await ports.decisions.record(verdict.decision)
    ports.live.changed(app.name)
    return false
  }
  const place = { app: app.name, environment: environment.name }
  const wish = {
    ...place,
    kind: 'push',
    commit,
    branch,
    title,
    author,
    actor: recorded(trellis),
    why: `push to ${branch}${verdict.because ? `: ${verdict.because}` : ''}`,
  } as const
  return (await requestDeployment(ports, wish, { newestPush: newest?.id ?? null })) !== null
}

/** A commit that went missing between two looks (a forced push) still deploys or fails by itself; it needs no title. */
async function describe(ports: Ports, repository: string, commit: string) {
  try {
    return await ports.source.commit(repository, commit)
  } catch (error) {
    const isGone = error instanceof TrellisError && error.code === 'commit_not_found'
    if (isGone) return { title: null, author: null, message: '' }
    throw error
  }
}
