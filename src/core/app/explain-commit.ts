import type { Environment, Explanation } from '../../contract/app.ts'
import { checkCommitName } from '../deployment/deploy.ts'
import type { DecisionRecord } from '../ports/decision-store.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { findApp } from './find-app.ts'

/**
 * Why a commit did or did not deploy, environment by environment.
 * @throws TrellisError app_not_found, invalid_commit, commit_not_found, and what SourceHost throws
 */
export async function explainCommit(ports: Ports, appName: string, name: string): Promise<Explanation[]> {
  const app = await findApp(ports, appName)
  checkCommitName(name)
  const { commit } = await ports.source.commit(app.repository, name)
  const environments = await ports.apps.environments(appName)
  return Promise.all(environments.map(one => explain(ports, app.repository, one, commit)))
}

async function explain(
  ports: Ports,
  repository: string,
  environment: Environment,
  commit: string,
): Promise<Explanation> {
  const { app, name } = environment
  const deployments = await ports.deployments.list({ app, environment: name, commit, limit: 100 })
  const newest = deployments.find(one => !isBrought(one)) ?? deployments[0]
  const brought = deployments[0] && isBrought(deployments[0]) ? deployments[0] : null
  const decision = await ports.decisions.decision(app, name, commit)
  return {
    environment: name,
    deployed: deployments.some(one => one.state === 'succeeded' && one.kind !== 'teardown'),
    reason: newest
      ? describe(newest) + also(brought, newest) + leftOut(decision)
      : decision
        ? `not deployed: ${decision.reason}`
        : await whyNot(ports, repository, environment, commit),
    deployments: deployments.map(one => one.number).reverse(),
  }
}

/** A push that was not deployed, since a person's deployment of the same commit brought it. */
const isBrought = ({ kind, state, source }: DeploymentRecord): boolean =>
  kind === 'push' && state === 'superseded' && source !== null

const also = (brought: DeploymentRecord | null, newest: DeploymentRecord): string =>
  brought && brought !== newest ? `; the ${brought.why} is #${brought.number}, and needed no deployment of its own` : ''

const leftOut = (decision: DecisionRecord | null): string =>
  decision?.code === 'undone' ? `; the push to ${decision.branch} was not deployed: ${decision.reason}` : ''

function describe({ number, state, why, failure }: DeploymentRecord): string {
  const because = failure ? `: ${failure.message}` : ''
  const replaced = state === 'superseded' ? ': a newer push came before it could start' : ''
  return `#${number} (${why}) ${state === 'running' || state === 'queued' ? `is ${state}` : state}${because}${replaced}`
}

async function whyNot(
  ports: Ports,
  repository: string,
  { name, branch, protected: isProtected }: Environment,
  commit: string,
): Promise<string> {
  if (isProtected) return `${name} is protected: it changes only by promotion or rollback`
  if (!branch) return `${name} follows no branch, and nobody deployed or promoted this commit to it`
  const newest = await ports.source.commits(repository, branch, 200).catch(() => [])
  if (newest[0]?.commit === commit) return `${name} follows ${branch}, and this head was not looked at yet`
  if (newest.some(one => one.commit === commit)) {
    return `${name} follows ${branch}, where this commit was never the head when Trellis looked`
  }
  return `${name} follows ${branch}, and this commit is not among its newest 200`
}
