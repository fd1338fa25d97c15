import type { Deployment, PhaseName } from '../../src/contract/deployment.ts'
import { isFinal } from '../../src/contract/vocabulary.ts'
import { until } from '../support/pipeline/until.ts'
import { shop } from './shop.ts'
import type { World } from './world.ts'

/** Of the shop, unless another app is named. */
type Which = Pick<Deployment, 'environment' | 'commit'> & { app?: string }

/** The newest deployment of a commit in an environment. */
export async function newestOf(
  { client }: World,
  { app = shop, environment, commit }: Which,
): Promise<Deployment | undefined> {
  const page = await client.call('listDeployments', { params: { app }, query: { environment, limit: 50 } })
  return page.find(one => one.commit === commit)
}

/** Waits until it is in the middle of a phase. */
export function inPhase(world: World, which: Which, phase: PhaseName): Promise<Deployment> {
  return until(`${which.environment} to be in ${phase}`, async () => {
    const found = await newestOf(world, which)
    if (found && isFinal(found.state)) throw new Error(`it ended before: ${JSON.stringify(found.failure)}`)
    return found?.phases.some(one => one.name === phase && one.state === 'running') && found
  })
}

/** Waits until it is over. */
export function ended(world: World, which: Which): Promise<Deployment> {
  return until(`the end of ${which.commit} in ${which.environment}`, async () => {
    const found = await newestOf(world, which)
    return found && isFinal(found.state) && found
  })
}

/** What `status` says of an environment of the shop. */
export async function statusOf({ client }: World, environment: string) {
  const { environments, sourceProblem } = await client.call('appStatus', { params: { app: shop } })
  const found = environments.find(one => one.name === environment)
  if (!found) throw new Error(`there is no ${environment}`)
  return { ...found, sourceProblem }
}
