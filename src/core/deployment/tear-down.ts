import { type Asker, recorded } from '../access/asker.ts'
import { demand, placeOf } from '../access/can.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { DeploymentRecord } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { startNow } from './deploy.ts'
import { requestDeployment } from './request-deployment.ts'

export interface TeardownWish {
  app: string
  environment: string
  /** Must be the environment's name: nobody removes production by a slip of the finger. */
  confirm: string
  deleteRetained: boolean
}

/** Removes all of an environment from the cloud. @throws TrellisError confirmation_required, nothing_to_tear_down */
export async function tearDown(ports: Ports, actor: Asker, wish: TeardownWish): Promise<DeploymentRecord> {
  const { app, environment } = await findEnvironment(ports, wish.app, wish.environment)
  demand(actor, 'teardown', placeOf(environment))
  if (wish.confirm !== environment.name) {
    throw new TrellisError(
      'confirmation_required',
      `Tearing down ${environment.name} removes everything in it from the cloud.`,
      `Confirm it with the environment's name; on the command line with --yes.`,
    )
  }
  const state = await ports.deployments.environment(app.name, environment.name)
  const latest = await ports.deployments.find(app.name, environment.name, 'latest')
  if (!latest) {
    throw new TrellisError('nothing_to_tear_down', `${environment.name} was never deployed.`, 'Nothing is to be done.')
  }
  const live = state.live ? await ports.deployments.get(state.live) : null
  const deployment = await requestDeployment(ports, {
    app: app.name,
    environment: environment.name,
    kind: 'teardown',
    commit: (live ?? latest).commit,
    branch: (live ?? latest).branch,
    title: (live ?? latest).title,
    author: (live ?? latest).author,
    actor: recorded(actor),
    why: `${actor.name} tore it down`,
    deleteRetained: wish.deleteRetained,
  })
  return startNow(ports, deployment)
}
