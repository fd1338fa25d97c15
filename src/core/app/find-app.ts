import type { Environment } from '../../contract/app.ts'
import { TrellisError } from '../errors.ts'
import type { AppRecord } from '../ports/app-store.ts'
import type { Ports } from '../ports/ports.ts'

/** @throws TrellisError app_not_found */
export async function findApp(ports: Ports, name: string): Promise<AppRecord> {
  const app = await ports.apps.app(name)
  if (app) return app
  throw new TrellisError('app_not_found', `There is no app ${name}.`, '`trellis app list` shows those there are.')
}

/** @throws TrellisError app_not_found, environment_not_found */
export async function findEnvironment(
  ports: Ports,
  appName: string,
  name: string,
): Promise<{ app: AppRecord; environment: Environment; environments: Environment[] }> {
  const app = await findApp(ports, appName)
  const environments = await ports.apps.environments(appName)
  const environment = environments.find(one => one.name === name)
  if (environment) return { app, environment, environments }
  throw new TrellisError(
    'environment_not_found',
    `${appName} has no environment ${name}.`,
    `It has ${environments.map(one => one.name).join(', ')}.`,
  )
}
