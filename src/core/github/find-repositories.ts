import { TrellisError } from '../errors.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { Ports } from '../ports/ports.ts'
import { type OpenConnection, openConnection } from './open-connection.ts'
import { fullNameAt, noteOrigin } from './origin.ts'

/**
 * Looks at GitHub where the repositories of the apps are by now: renamed, transferred, given to the App or taken from it. Then
 * each of them is looked at as after a push, so that what does not go any more is shown.
 * @throws TrellisError github_unavailable: to be done again
 */
export async function findRepositories(ports: Ports): Promise<void> {
  const connection = await openConnection(ports)
  if (!connection) return
  for (const app of await ports.apps.apps()) {
    const fullName = fullNameAt(connection.webUrl, app.repository)
    if (!fullName && app.github?.webUrl !== connection.webUrl) continue
    await find(ports, connection, app, fullName ?? app.github?.fullName ?? '')
    await ports.outbox.put({ kind: 'sync-app', app: app.name }, ports.clock.now())
  }
}

async function find(ports: Ports, connection: OpenConnection, app: AppRecord, fullName: string): Promise<void> {
  try {
    const access =
      app.github?.webUrl === connection.webUrl
        ? await ports.github.access(connection, app.github)
        : await ports.github.find(connection, fullName)
    await noteOrigin(ports, app, connection.webUrl, access)
  } catch (error) {
    if (!(error instanceof TrellisError) || error.code === 'github_unavailable') throw error
  }
}
