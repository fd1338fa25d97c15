import { type Asker, recorded } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { startNow } from './deploy.ts'
import { keptArtifacts } from './kept-artifacts.ts'
import { requestDeployment } from './request-deployment.ts'
import { isReturnable, original, usualReturn } from './usual-return.ts'

/**
 * Returns to an earlier success, from its kept artifact where there is one, else by building its commit again.
 * @param wish.to number of a deployment that succeeded; default: see `usualReturn`.
 * @throws TrellisError nothing_to_roll_back_to, deployment_not_found
 */
export async function rollBack(
  ports: Ports,
  actor: Asker,
  wish: { app: string; environment: string; to?: number | undefined },
): Promise<DeploymentRecord> {
  const { app, environment } = await findEnvironment(ports, wish.app, wish.environment)
  demand(actor, 'rollback', placeOf(environment))
  const found = wish.to
    ? await chosen(ports, app.name, environment.name, wish.to)
    : await usual(ports, app.name, environment.name)
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
  return startNow(ports, deployment)
}

async function usual(ports: Ports, app: string, environment: string): Promise<DeploymentRecord> {
  const { target, same } = await usualReturn(ports, app, environment)
  if (target) return target
  const list = `\`trellis history ${app} ${environment}\` lists`
  if (!same) {
    const message = `${environment} has no earlier success to return to.`
    throw new TrellisError('nothing_to_roll_back_to', message, `${list} what was deployed.`)
  }
  const commit = same.commit?.slice(0, 7)
  throw new TrellisError(
    'nothing_to_roll_back_to',
    `${environment} has no earlier success of another commit: all before #${same.number} brought ${commit}, too, which is live.`,
    `To deploy one of them again all the same, name it: \`trellis rollback ${app} ${environment} --to N\`. ${list} them.`,
  )
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
