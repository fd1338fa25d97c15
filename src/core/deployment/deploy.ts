import { CommitName } from '../../contract/names.ts'
import { type Asker, recorded } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { requestDeployment } from './request-deployment.ts'

export interface DeployWish {
  app: string
  environment: string
  /** Its id, or the first digits of it. Default: the head of `branch`. */
  commit?: string | undefined
  /** Default: the branch that the environment follows, else the app's default branch. */
  branch?: string | undefined
}

/**
 * Deploys a commit because a person asked for it.
 * @throws TrellisError environment_protected, invalid_commit, branch_not_found, commit_not_found, and what SourceHost throws
 */
export async function deploy(ports: Ports, actor: Asker, wish: DeployWish): Promise<DeploymentRecord> {
  const { app, environment } = await findEnvironment(ports, wish.app, wish.environment)
  demand(actor, 'deploy', placeOf(environment))
  const branch = wish.branch ?? environment.branch ?? app.defaultBranch
  const name = wish.commit ?? (await headOf(ports, app.repository, branch))
  checkCommitName(name)
  const { commit, title, author } = await ports.source.commit(app.repository, name)
  const deployment = await requestDeployment(ports, {
    app: app.name,
    environment: environment.name,
    kind: 'manual',
    commit,
    branch: wish.commit && !wish.branch ? null : branch,
    title,
    author,
    actor: recorded(actor),
    why: wish.commit ? `${actor.name} chose this commit` : `${actor.name} deployed the head of ${branch}`,
  })
  return startNow(ports, deployment)
}

/**
 * Starts what was recorded just now, where its environment is free: it may be running already, and its record says so. Accepted it is in
 * any case. Told of trouble beyond that, whoever asked would ask again and have two: the server's log is told, and the sweep starts what
 * this left.
 */
export async function startNow(ports: Ports, deployment: DeploymentRecord | null): Promise<DeploymentRecord> {
  if (!deployment) return present(null)
  try {
    await advance(ports)
    return present(await ports.deployments.get(deployment.id))
  } catch (error) {
    ports.trouble(error, 'start')
    return deployment
  }
}

export const reread = async (ports: Ports, deployment: DeploymentRecord | null): Promise<DeploymentRecord> =>
  present(deployment && (await ports.deployments.get(deployment.id)))

function present(deployment: DeploymentRecord | null): DeploymentRecord {
  if (deployment) return deployment
  throw new TrellisError('deployment_not_found', 'The deployment was removed with its environment.')
}

/** @throws TrellisError invalid_commit */
export function checkCommitName(name: string): void {
  if (CommitName.safeParse(name).success) return
  throw new TrellisError(
    'invalid_commit',
    `${name} is not a commit id.`,
    'Give its hexadecimal digits, at least the first 4, as `git rev-parse HEAD` prints them.',
  )
}

async function headOf(ports: Ports, repository: string, branch: string): Promise<string> {
  const { heads } = await ports.source.branches(repository)
  const head = heads.get(branch)
  if (head) return head
  const known = [...heads.keys()].slice(0, 10).join(', ')
  throw new TrellisError(
    'branch_not_found',
    `The repository has no branch ${branch}.`,
    known ? `It has ${known}.` : 'It has no branch at all yet: push a commit first.',
  )
}
