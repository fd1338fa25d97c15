import { demand } from '../core/access/can.ts'
import { cancel } from '../core/deployment/cancel.ts'
import { deploy } from '../core/deployment/deploy.ts'
import { describeStanding } from '../core/deployment/describe-standing.ts'
import { describeStaying } from '../core/deployment/describe-staying.ts'
import { describeDeployment, findDeployment, listDeployments } from '../core/deployment/list-deployments.ts'
import { listActors, listReadable } from '../core/deployment/list-readable.ts'
import { previewPromotion } from '../core/deployment/preview-promotion.ts'
import { promote } from '../core/deployment/promote.ts'
import { rollBack } from '../core/deployment/roll-back.ts'
import { rollbackChoices } from '../core/deployment/rollback-choices.ts'
import { tearDown } from '../core/deployment/tear-down.ts'
import { findCache, placeCache } from '../core/job/caches.ts'
import { claimJob } from '../core/job/claim-job.ts'
import { fetchArtifact, keepArtifact, placeArtifact, renewCredentials } from '../core/job/keep-artifact.ts'
import { openRepository } from '../core/job/open-repository.ts'
import { recordEvents } from '../core/job/record-events.ts'
import type { DeploymentRecord } from '../core/ports/deployment-store.ts'
import type { Ports } from '../core/ports/ports.ts'
import type { Handlers } from './handlers.ts'
import { rawLog } from './raw-log.ts'
import { waitForEnd } from './wait-for-end.ts'

type DeploymentRoutes =
  | 'deploy'
  | 'promote'
  | 'rollback'
  | 'teardown'
  | 'cancel'
  | 'listDeployments'
  | 'showDeployment'
  | 'deploymentEnd'
  | 'listAllDeployments'
  | 'listActors'
  | 'readLog'
  | 'searchLog'
  | 'rawLog'
  | 'promotionPreview'
  | 'rollbackChoices'
  | 'standing'
  | 'staying'
  | 'claimJob'
  | 'postEvents'
  | 'renewCredentials'
  | 'cloneCredential'
  | 'offerArtifact'
  | 'findCache'
  | 'offerCache'
  | 'putArtifact'
  | 'getArtifact'

/** Deployments, their logs, and the protocol of the runners. */
export function deploymentHandlers(ports: Ports): Pick<Handlers, DeploymentRoutes> {
  const shown = async (record: Promise<DeploymentRecord>) => describeDeployment(ports, await record)
  return {
    deploy: ({ actor, params, body }) => shown(deploy(ports, actor, { ...params, ...body })),
    promote: ({ actor, params, body }) =>
      shown(promote(ports, actor, { app: params.app, from: params.environment, to: body.to, number: body.number })),
    rollback: ({ actor, params, body }) => shown(rollBack(ports, actor, { ...params, to: body.to })),
    teardown: ({ actor, params, body }) => shown(tearDown(ports, actor, { ...params, ...body })),
    cancel: ({ actor, params, query }) => shown(cancel(ports, actor, { ...params, ...query })),
    listDeployments: ({ actor, params, query }) => {
      demand(actor, 'read', { ...params, environment: query.environment })
      return listDeployments(ports, { ...params, ...query })
    },
    showDeployment: ({ actor, params }) => {
      demand(actor, 'read', params)
      return findDeployment(ports, params, params.number)
    },
    readLog: async ({ actor, params, query }) => {
      demand(actor, 'read', params)
      const { id } = await findDeployment(ports, params, params.number)
      return ports.logs.read(id, query.from, query.limit)
    },

    listAllDeployments: ({ actor, query }) => listReadable(ports, actor, query),
    listActors: ({ actor, query }) => listActors(ports, actor, query.app),
    deploymentEnd: ({ actor, params, query }) => {
      demand(actor, 'read', params)
      return waitForEnd(ports, params, params.number, query.within * 1_000)
    },
    searchLog: async ({ actor, params, query }) => {
      demand(actor, 'read', params)
      const { id } = await findDeployment(ports, params, params.number)
      return ports.logs.search(id, query)
    },
    rawLog: async ({ actor, params }) => {
      demand(actor, 'read', params)
      const { id, number } = await findDeployment(ports, params, params.number)
      const { direct } = ports.logs
      if (!direct) return rawLog(ports.logs, id)
      const location = await direct.download(id, `${params.app}-${params.environment}-${number}.log`)
      // Whoever follows asks once more, by itself; by the number, since “latest” may be another one by then.
      return { location: location ?? `../../${number}/log/raw` }
    },
    promotionPreview: ({ actor, params, query }) => {
      demand(actor, 'read', params)
      return previewPromotion(ports, actor, { app: params.app, from: params.environment, to: query.to })
    },
    rollbackChoices: ({ actor, params }) => {
      demand(actor, 'read', params)
      return rollbackChoices(ports, params)
    },
    standing: ({ actor, params }) => {
      demand(actor, 'read', params)
      return describeStanding(ports, params)
    },
    staying: ({ actor, params }) => {
      demand(actor, 'read', params)
      return describeStaying(ports, params)
    },

    claimJob: async ({ token, body }) => ({ job: await claimJob(ports, token, body.session) }),
    postEvents: ({ token, params, body }) => recordEvents(ports, params.deployment, token, body.events),
    renewCredentials: ({ token, params }) => renewCredentials(ports, params.deployment, token),
    cloneCredential: async ({ token, params }) => ({
      credential: await openRepository(ports, params.deployment, token),
    }),
    offerArtifact: ({ token, params, body }) => placeArtifact(ports, params.deployment, token, body),
    putArtifact: ({ token, params, bytes }) => keepArtifact(ports, params.deployment, token, bytes()),
    findCache: ({ token, params, body }) => findCache(ports, params.deployment, token, body.name),
    offerCache: ({ token, params, body }) => placeCache(ports, params.deployment, token, body),
    getArtifact: ({ token, params }) => fetchArtifact(ports, params.deployment, token),
  }
}
