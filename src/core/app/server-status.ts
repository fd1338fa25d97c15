import type { Environment, ServerStatus } from '../../contract/app.ts'
import type { Asker } from '../access/asker.ts'
import { can, placeOf, refusals } from '../access/can.ts'
import type { DeploymentRecord, EnvironmentState } from '../ports/deployment-store.ts'
import type { Ports } from '../ports/ports.ts'
import { operations, statusName } from './app-status.ts'

/** Every app that the actor may see, at a glance: a few reads for all, however many there are. */
export async function serverStatus(ports: Ports, actor: Asker): Promise<ServerStatus> {
  const [apps, environments, states] = await Promise.all([
    ports.apps.apps(),
    ports.apps.allEnvironments(),
    ports.deployments.environments(),
  ])
  const stateOf = new Map(states.map(one => [`${one.app} ${one.environment}`, one]))
  const ids = states.flatMap(({ live, latest, running }) => [live, latest, running]).filter(id => id !== null)
  const records = new Map((await ports.deployments.some([...new Set(ids)])).map(one => [one.id, one]))
  const byApp = Map.groupBy(environments, one => one.app)
  return {
    apps: apps
      .filter(({ name }) => can(actor, 'read', { app: name }).allowed)
      .map(({ name, repository, sourceProblem }) => {
        const shown = (byApp.get(name) ?? []).map(one =>
          glance(actor, one, stateOf.get(`${name} ${one.name}`), records),
        )
        const times = shown.flatMap(one => one.latest?.requestedAt ?? []).sort()
        const refused = refusals(actor, ['administer'], { app: name })
        return {
          app: name,
          repository,
          sourceProblem,
          refused,
          lastActivity: times.at(-1) ?? null,
          environments: shown,
        }
      }),
  }
}

function glance(
  actor: Asker,
  environment: Environment,
  state: EnvironmentState | undefined,
  records: ReadonlyMap<string, DeploymentRecord>,
): ServerStatus['apps'][number]['environments'][number] {
  const { name, account, protected: isProtected } = environment
  const find = (id: string | null | undefined) => (id ? (records.get(id) ?? null) : null)
  const [live, latest] = [find(state?.live), find(state?.latest)]
  return {
    name,
    status: state ? statusName(state, find(state.running)) : 'empty',
    protected: isProtected,
    account,
    live: live && { number: live.number, commit: live.commit, title: live.title },
    latest: latest && {
      number: latest.number,
      state: latest.state,
      title: latest.title,
      requestedAt: latest.requestedAt,
    },
    refused: refusals(actor, operations, placeOf(environment)),
  }
}
