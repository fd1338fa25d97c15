import type { Environment } from '../../contract/app.ts'
import { type Asker, recorded } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { startNow } from './deploy.ts'
import { requestDeployment } from './request-deployment.ts'

/**
 * Builds the commit that is live in one environment again for another one, with that one's variables and account.
 * @throws TrellisError nothing_to_promote, live_changed, no_next_environment, environment_not_found
 */
export async function promote(ports: Ports, actor: Asker, wish: PromotionWish): Promise<DeploymentRecord> {
  const { app, from, to, source } = await findPromotion(ports, wish, to => demand(actor, 'promote', placeOf(to)))
  const deployment = await requestDeployment(ports, {
    app: app.name,
    environment: to.name,
    kind: 'promotion',
    commit: source.commit,
    branch: source.branch,
    title: source.title,
    author: source.author,
    actor: recorded(actor),
    why: `${actor.name} promoted ${from.name} #${source.number}`,
    source: { environment: from.name, number: source.number },
  })
  return startNow(ports, deployment)
}

export interface PromotionWish {
  app: string
  from: string
  /** Default: the next one. */
  to?: string | undefined
  /** Which deployment is meant; default: whichever is live. */
  number?: number | undefined
}

/** What would be promoted, and where to. @param check of the target, before anything else is told. @throws as promote */
export async function findPromotion(
  ports: Ports,
  wish: PromotionWish,
  check: (to: Environment) => void = () => undefined,
) {
  const { app, environment: from, environments } = await findEnvironment(ports, wish.app, wish.from)
  const to = wish.to ? (await findEnvironment(ports, wish.app, wish.to)).environment : nextAfter(from, environments)
  if (to.name === from.name) {
    throw new TrellisError('invalid_input', `${from.name} cannot be promoted to itself.`, 'Name another environment.')
  }
  check(to)
  const { live, running } = await ports.deployments.environment(app.name, from.name)
  const source = live && (await ports.deployments.get(live))
  if (!source) {
    throw new TrellisError(
      'nothing_to_promote',
      `Nothing is live in ${from.name}.`,
      running
        ? `Its first deployment still runs: wait for it, \`trellis logs ${app.name} ${from.name} --follow\`.`
        : `Deploy to ${from.name} first: \`trellis deploy ${app.name} ${from.name}\`.`,
    )
  }
  if (wish.number !== undefined && wish.number !== source.number) {
    throw new TrellisError(
      'live_changed',
      `${from.name} has #${source.number} by now, not #${wish.number}.`,
      'Nothing was promoted. Look at what is live there now, and promote that if you want it.',
    )
  }
  return { app, from, to, source }
}

function nextAfter(from: Environment, environments: readonly Environment[]): Environment {
  const next = environments.find(one => one.position > from.position)
  if (next) return next
  const before = environments.filter(one => one.position < from.position).at(-1)?.name
  throw new TrellisError(
    'no_next_environment',
    `${from.name} is the last environment: there is none after it.`,
    before
      ? `A promotion is named by where it begins: \`trellis promote ${from.app} ${before}\` brings what is live in ${before} to ${from.name}.`
      : 'Add one: `trellis environment add`.',
  )
}
