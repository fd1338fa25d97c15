import type { Deployment } from '../../contract/deployment.ts'
import { findApp, findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { DeploymentRecord, DeploymentStore } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { showDeployment } from './publish.ts'

export type HistoryQuery = Omit<Parameters<DeploymentStore['list']>[0], 'commit'>

/** History of an app, or of all, newest first. @throws TrellisError app_not_found, environment_not_found */
export async function listDeployments(ports: Ports, query: HistoryQuery): Promise<Deployment[]> {
  if (query.app && query.environment) await findEnvironment(ports, query.app, query.environment)
  else if (query.app) await findApp(ports, query.app)
  const open = await ports.deployments.open()
  return (await ports.deployments.list(query)).map(record => showDeployment(record, waitsBehind(ports, record, open)))
}

/** @throws TrellisError app_not_found, environment_not_found, deployment_not_found */
export async function findDeployment(
  ports: Ports,
  place: { app: string; environment: string },
  number: number | 'latest',
): Promise<Deployment> {
  await findEnvironment(ports, place.app, place.environment)
  const found = await ports.deployments.find(place.app, place.environment, number)
  // The first deployment of all counts as an attempt once it starts; who asks for the latest wants to see it wait.
  const [record = found] = !found && number === 'latest' ? await ports.deployments.list({ ...place, limit: 1 }) : []
  if (record) return describeDeployment(ports, record)
  const which = number === 'latest' ? 'was never deployed' : `has no deployment #${number}`
  throw new TrellisError(
    'deployment_not_found',
    `${place.environment} ${which}.`,
    `\`trellis history ${place.app} ${place.environment}\` lists its deployments.`,
  )
}

/** With what it waits behind, if it waits. */
export async function describeDeployment(
  ports: Pick<Ports, 'deployments' | 'limits'>,
  record: DeploymentRecord,
): Promise<Deployment> {
  const open = record.state === 'queued' ? await ports.deployments.open() : []
  return showDeployment(record, waitsBehind(ports, record, open))
}

function waitsBehind(
  ports: Pick<Ports, 'limits'>,
  record: DeploymentRecord,
  open: readonly DeploymentRecord[],
): string | null {
  if (record.state !== 'queued') return null
  const before = open.slice(
    0,
    open.findIndex(one => one.id === record.id),
  )
  const here = open.filter(one => one.state === 'running' || before.includes(one))
  const same = here.findLast(one => one.app === record.app && one.environment === record.environment)
  if (same) return `${same.environment} #${same.number}, which ${same.state === 'running' ? 'runs' : 'waits'} there`
  const running = open.filter(one => one.state === 'running')
  if (ports.limits.builds === null || running.length < ports.limits.builds) return null
  const names = running.map(one => `${one.app}/${one.environment} #${one.number}`).join(', ')
  return `${names}: this server runs ${ports.limits.builds} at once`
}
