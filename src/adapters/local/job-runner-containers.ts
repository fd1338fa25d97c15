import type { ContainerSettings } from '../../contract/runner-start.ts'
import { type Found, labels, listContainers, removeContainer } from '../../platform/containers/containers.ts'
import { EngineError, openEngine } from '../../platform/containers/engine.ts'

/** Which engine holds the containers of a home's deployments. */
export type Engines = Pick<ContainerSettings, 'socket' | 'home'>

/**
 * Those of one deployment, or of all. An engine that does not answer has none: what runs on this machine is found among its
 * processes all the same, and what is left of it when the engine is back is swept up.
 */
async function find({ socket, home }: Engines, deployment?: string): Promise<Found[]> {
  try {
    return await listContainers(openEngine(socket), home, deployment)
  } catch (error) {
    if (error instanceof EngineError && error.status === null) return []
    throw error
  }
}

export const deploymentsInContainers = async (engines: Engines): Promise<string[]> => [
  ...new Set((await find(engines)).flatMap(({ Labels }) => Labels[labels.deployment] ?? [])),
]

export const isInContainer = async (engines: Engines, deployment: string): Promise<boolean> =>
  (await find(engines, deployment)).some(({ State }) => State === 'running')

/** Ends and removes all of a deployment. */
export async function removeContainers(engines: Engines, deployment: string): Promise<void> {
  const engine = openEngine(engines.socket)
  await Promise.all((await find(engines, deployment)).map(({ Id }) => removeContainer(engine, Id)))
}
