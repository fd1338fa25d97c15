import type { Environment } from '../../contract/app.ts'
import type { Naming } from '../../contract/job.ts'
import type { Staying, StayingResource } from '../../contract/preview.ts'
import { refuseOtherPlace } from '../account/refuse-other-place.ts'
import { targetOf } from '../account/target-account.ts'
import { findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import { standingNaming } from './describe-standing.ts'
import { leftBehind } from './left-behind.ts'

/**
 * What a teardown would leave behind: of the stacks that are recorded to stand, and what earlier teardowns left. A cloud that
 * cannot be looked at hides nothing else, and is said.
 * @throws TrellisError environment_not_found
 */
export async function describeStaying(ports: Ports, place: { app: string; environment: string }): Promise<Staying> {
  const { environment } = await findEnvironment(ports, place.app, place.environment)
  const naming = standingNaming(await ports.deployments.environment(place.app, place.environment))
  const [left, { kept, problem }] = await Promise.all([
    leftBehind(ports, place),
    naming ? look(ports, environment, naming) : { kept: [], problem: null },
  ])
  const earlier = left?.resources.map(({ deleted: _, problem: __, ...one }) => {
    return { ...one, snapshot: false, leftBy: left.number }
  })
  return { resources: unique([...kept, ...(earlier ?? [])]), problem, deletable: naming?.tool === undefined }
}

async function look(ports: Ports, environment: Environment, naming: Naming) {
  const found: StayingResource[] = []
  const signal = AbortSignal.timeout(ports.limits.look)
  const late = new Promise<never>((_, reject) => {
    const seconds = ports.limits.look / 1_000
    const error = new TrellisError('cloud_unreachable', `AWS did not answer within ${seconds} seconds.`)
    // Whatever goes on by then: not all that it takes can be ended.
    signal.addEventListener('abort', () => reject(error), { once: true })
  })
  let problem: string | null = null
  try {
    await Promise.race([askEach(ports, environment, naming, signal, found), late])
  } catch (error) {
    if (!(error instanceof TrellisError)) ports.trouble(error, 'looking at what would stay')
    problem = error instanceof Error ? error.message : String(error)
  }
  const position = new Map(naming.stacks.map(({ name, region }, index) => [`${region ?? ''} ${name}`, index]))
  const placeOf = ({ stack, region }: StayingResource) => position.get(`${region ?? ''} ${stack}`) ?? 0
  return { kept: found.toSorted((a, b) => placeOf(a) - placeOf(b)), problem }
}

/** @param found what was found so far, also when another region does not answer */
async function askEach(
  ports: Ports,
  environment: Environment,
  naming: Naming,
  signal: AbortSignal,
  found: StayingResource[],
): Promise<void> {
  const access = await ports.targets.access(await targetOf(ports, environment))
  refuseOtherPlace(naming, access, environment.name)
  const regions = Map.groupBy(naming.stacks, stack => stack.region)
  const asked = [...regions].map(async ([region, stacks]) => {
    const names = stacks.map(one => one.name)
    const kept = await ports.cloud.kept({ ...access, region: region ?? access.region }, names, signal)
    found.push(...kept.map(one => ({ ...one, ...(region !== undefined && { region }), leftBy: null })))
  })
  const failed = (await Promise.allSettled(asked)).find(one => one.status === 'rejected')
  if (failed) throw failed.reason
}

/** What a stack keeps that has taken in what an earlier teardown left is told once. */
const unique = (resources: readonly StayingResource[]): StayingResource[] =>
  [
    ...new Map(resources.toReversed().map(one => [`${one.region ?? ''} ${one.type} ${one.id}`, one])).values(),
  ].toReversed()
