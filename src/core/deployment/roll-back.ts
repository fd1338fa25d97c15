import { type Asker, recorded } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { advance } from './advance.ts'
import { reread } from './deploy.ts'
import { keptArtifacts } from './kept-artifacts.ts'
import { requestDeployment } from './request-deployment.ts'

/**
 * Returns to an earlier success, from its kept artifact where there is one, else by building its commit again.
 * @param wish.to number of a deployment that succeeded; default: the last success before what is live now, or
 * what is live where a later attempt failed after it began to change the cloud. A rollback
 * counts as what it returned to, so that rolling back twice goes two steps back, and nothing returns to what was rolled back.
 * @throws TrellisError nothing_to_roll_back_to, deployment_not_found
 */
export async function rollBack(
  ports: Ports,
  actor: Asker,
  wish: { app: string; environment: string; to?: number | undefined },
): Promise<DeploymentRecord> {
  const { app, environment } = await findEnvironment(ports, wish.app, wish.environment)
  demand(actor, 'rollback', placeOf(environment))
  const place = `${app.name} ${environment.name}`
  const found = wish.to
    ? await chosen(ports, app.name, environment.name, wish.to)
    : await lastBefore(ports, app.name, environment.name)
  if (!found) {
    throw new TrellisError(
      'nothing_to_roll_back_to',
      `${environment.name} has no earlier success to return to.`,
      `\`trellis history ${place}\` lists what was deployed.`,
    )
  }
  const target = await original(ports, found)
  const kept = await keptArtifacts(ports, app.name, environment.name)
  const deployment = await requestDeployment(ports, {
    app: app.name,
    environment: environment.name,
    kind: 'rollback',
    commit: target.commit,
    branch: target.branch,
    title: target.title,
    author: target.author,
    actor: recorded(actor),
    why: `${actor.name} rolled back to #${target.number}`,
    source: { environment: environment.name, number: target.number },
    fromArtifact: target.artifact !== null && kept.has(target.artifact.digest),
  })
  await advance(ports)
  return reread(ports, deployment)
}

async function chosen(ports: Ports, app: string, environment: string, number: number): Promise<DeploymentRecord> {
  const target = await ports.deployments.find(app, environment, number)
  if (!target) {
    throw new TrellisError(
      'deployment_not_found',
      `${environment} has no deployment #${number}.`,
      `\`trellis history ${app} ${environment}\` lists them.`,
    )
  }
  if (isReturnable(target)) return target
  throw new TrellisError(
    'nothing_to_roll_back_to',
    `#${number} of ${environment} is a ${target.kind} that ${target.state}.`,
    'Only a deployment that succeeded can be returned to.',
  )
}

async function lastBefore(ports: Ports, app: string, environment: string): Promise<DeploymentRecord | undefined> {
  const { live, status } = await ports.deployments.environment(app, environment)
  const current = live ? await ports.deployments.get(live) : null
  // After an attempt that failed half-way something newer may stand in the cloud: then live itself is what to return to.
  if (current && status === 'error') return current
  const before = current ? (await original(ports, current)).number : Infinity
  const successes = await ports.deployments.list({ app, environment, state: 'succeeded', limit: 100 })
  return successes.find(one => one.number < before && isReturnable(one))
}

/** What a rollback returned to, since that is what it made live. */
export async function original(ports: Ports, record: DeploymentRecord): Promise<DeploymentRecord> {
  if (record.kind !== 'rollback' || !record.source) return record
  const target = await ports.deployments.find(record.app, record.environment, record.source.number)
  return target ? original(ports, target) : record
}

const isReturnable = (one: DeploymentRecord): boolean => one.state === 'succeeded' && one.kind !== 'teardown'
