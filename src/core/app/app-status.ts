import type { AppStatus, Environment, EnvironmentStatus } from '../../contract/app.ts'
import { type DeploymentSummary, DeploymentSummary as Summary } from '../../contract/deployment.ts'
import { isFinal } from '../../contract/vocabulary.ts'
import type { Asker } from '../access/asker.ts'
import { placeOf, refusals } from '../access/can.ts'
import { leftBehind } from '../deployment/left-behind.ts'
import type { DeploymentRecord, EnvironmentState } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { commitsBetween } from './commits-between.ts'
import { findApp } from './find-app.ts'

/** What is done with an environment, and so may be refused there. */
export const operations = ['deploy', 'promote', 'rollback', 'teardown', 'cancel', 'set-variables'] as const

/** @throws TrellisError app_not_found */
export async function appStatus(ports: Ports, asker: Asker, name: string): Promise<AppStatus> {
  const { repository, path, defaultBranch, createdAt, sourceProblem, heads } = await findApp(ports, name)
  const open = (await ports.deployments.open()).filter(one => one.app === name)
  const environments = await Promise.all(
    (await ports.apps.environments(name)).map(one => environmentStatus(ports, asker, one, open)),
  )
  return {
    app: name,
    repository,
    path,
    defaultBranch,
    createdAt,
    sourceProblem,
    refused: refusals(asker, ['administer'], { app: name }),
    environments: await Promise.all(
      environments.map(async (one, index) => ({
        ...one,
        branchProblem: branchProblem(one.branch, heads),
        ...(await commitsBetween(ports.source, repository, {
          head: environments[index - 1]?.live?.commit ?? null,
          base: one.live?.commit ?? null,
        })),
      })),
    ),
  }
}

async function environmentStatus(
  ports: Ports,
  asker: Asker,
  environment: Environment,
  open: readonly DeploymentRecord[],
): Promise<Omit<EnvironmentStatus, 'behind' | 'ahead' | 'branchProblem'>> {
  const { app, name, branch, protected: isProtected, account, region, stackNames, allow } = environment
  const state = await ports.deployments.environment(app, name)
  const here = open.filter(one => one.environment === name)
  const last = here.at(-1)
  const read = (id: string | null) => (id ? ports.deployments.get(id) : null)
  const [live, latest, running, left, broken] = await Promise.all([
    read(state.live),
    read(state.latest),
    read(state.running),
    leftBehind(ports, { app, environment: name }),
    state.status === 'error' && !state.running ? brokenBy(ports, app, name) : null,
  ])
  return {
    name,
    branch,
    protected: isProtected,
    account,
    region,
    stackNames,
    allow,
    status: statusName(state, running),
    live: live && summary(live),
    latest: latest && summary(latest),
    running: running && summary(running),
    queued: here.filter(one => one.state === 'queued').map(one => one.number),
    tearingDown: last?.kind === 'teardown' ? last.number : null,
    outputs: live?.outputs ?? {},
    brokenBy: broken && summary(broken),
    notDeployed: await notDeployed(ports, app, name),
    leftBehind: left?.resources ?? [],
    protectedReason: isProtected ? 'Pushes never come here: it changes only by promotion or rollback.' : null,
    refused: refusals(asker, operations, placeOf(environment)),
  }
}

/** The newest one that had begun to change the cloud, if it is among the last: those since, such as failed tests, changed nothing. */
async function brokenBy(ports: Ports, app: string, environment: string): Promise<DeploymentRecord | null> {
  const last = await ports.deployments.list({ app, environment, limit: 50 })
  return last.find(one => one.cloudChanging && isFinal(one.state)) ?? null
}

function branchProblem(branch: string | null, heads: Record<string, string> | null): string | null {
  if (branch === null || heads === null || Object.hasOwn(heads, branch)) return null
  const known = Object.keys(heads)
  if (known.length === 0) return 'The repository has no commit yet.'
  return `The repository has no branch ${branch}. It has ${known.slice(0, 10).join(', ')}.`
}

/** As long as no later push was deployed. */
async function notDeployed(ports: Ports, app: string, environment: string): Promise<EnvironmentStatus['notDeployed']> {
  const [decision] = await ports.decisions.newest(app, environment, 1)
  if (!decision) return null
  const [push] = await ports.deployments.list({ app, environment, kind: 'push', limit: 1 })
  const { commit, reason, at } = decision
  return (push?.id ?? null) === decision.after ? { commit, reason, at } : null
}

export function statusName(
  state: EnvironmentState,
  running: Pick<DeploymentRecord, 'kind'> | null,
): EnvironmentStatus['status'] {
  if (running) return running.kind === 'teardown' ? 'removing' : 'deploying'
  return state.status
}

export const summary = (record: DeploymentRecord): DeploymentSummary => Summary.parse(record)
