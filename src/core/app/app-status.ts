import type { AppStatus, Environment, EnvironmentStatus } from '../../contract/app.ts'
import { type DeploymentSummary, DeploymentSummary as Summary } from '../../contract/deployment.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { findApp } from './find-app.ts'

/** @throws TrellisError app_not_found */
export async function appStatus(ports: Ports, name: string): Promise<AppStatus> {
  const app = await findApp(ports, name)
  const open = (await ports.deployments.open()).filter(one => one.app === name)
  const environments = await ports.apps.environments(name)
  return {
    app: name,
    repository: app.repository,
    sourceProblem: app.sourceProblem,
    environments: await Promise.all(environments.map(one => environmentStatus(ports, one, open))),
  }
}

async function environmentStatus(
  ports: Ports,
  environment: Environment,
  open: readonly DeploymentRecord[],
): Promise<EnvironmentStatus> {
  const { app, name, branch, protected: isProtected, account } = environment
  const state = await ports.deployments.environment(app, name)
  const read = (id: string | null) => (id ? ports.deployments.get(id) : null)
  const [live, latest, running] = await Promise.all([read(state.live), read(state.latest), read(state.running)])
  return {
    name,
    branch,
    protected: isProtected,
    account,
    status: running ? (running.kind === 'teardown' ? 'removing' : 'deploying') : state.status,
    live: live && summary(live),
    latest: latest && summary(latest),
    queued: open.filter(one => one.environment === name && one.state === 'queued').map(one => one.number),
    outputs: live?.outputs ?? {},
  }
}

const summary = (record: DeploymentRecord): DeploymentSummary => Summary.parse(record)
