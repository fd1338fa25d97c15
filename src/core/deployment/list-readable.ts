import type { Deployment } from '../../contract/deployment.ts'
import type { Asker } from '../access/asker.ts'
import { can, demand } from '../access/can.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { Ports } from '../ports/ports.ts'
import { type HistoryQuery, listDeployments } from './list-deployments.ts'

/** The apps that the asker may see, by name. */
export async function readableApps(ports: Ports, asker: Asker): Promise<AppRecord[]> {
  return (await ports.apps.apps()).filter(({ name }) => can(asker, 'read', { app: name }).allowed)
}

/** The history of all apps that the asker may see, newest first. @throws TrellisError not_allowed, app_not_found */
export async function listReadable(ports: Ports, asker: Asker, query: HistoryQuery): Promise<Deployment[]> {
  const { app, environment } = query
  if (app) {
    demand(asker, 'read', { app, environment })
    return listDeployments(ports, query)
  }
  if (seesAll(asker)) return listDeployments(ports, query)
  const places = await readablePlaces(ports, asker, environment)
  const each = await Promise.all(places.map(place => listDeployments(ports, { ...query, ...place })))
  // Ids sort by the time at which they were made.
  return each
    .flat()
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, query.limit)
}

/** Whole apps where the asker sees those, else the environments that they may see. @param wanted of this name alone */
async function readablePlaces(ports: Ports, asker: Asker, wanted: string | undefined): Promise<Place[]> {
  const byApp = Map.groupBy(await ports.apps.allEnvironments(), one => one.app)
  return [...byApp].flatMap(([app, all]): Place[] => {
    const environments = all.map(one => one.name).filter(name => wanted === undefined || name === wanted)
    if (wanted === undefined && can(asker, 'read', { app }).allowed) return [{ app }]
    return environments
      .filter(environment => can(asker, 'read', { app, environment }).allowed)
      .map(environment => ({ app, environment }))
  })
}

interface Place {
  app: string
  environment?: string
}

/** Whoever asked for a deployment of an app that the asker may see. @throws TrellisError not_allowed */
export async function listActors(ports: Ports, asker: Asker, app: string | undefined): Promise<string[]> {
  if (app) demand(asker, 'read', { app })
  if (app || seesAll(asker)) return ports.deployments.actors(app)
  const apps = await readableApps(ports, asker)
  const each = await Promise.all(apps.map(({ name }) => ports.deployments.actors(name)))
  return [...new Set(each.flat())].sort()
}

/** One question instead of one an app. */
const seesAll = ({ access: { role, scope } }: Asker): boolean => role !== null && scope === null
