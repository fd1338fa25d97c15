import { setTimeout as pause } from 'node:timers/promises'
import type { Deployment } from '../contract/deployment.ts'
import { isFinal } from '../contract/vocabulary.ts'
import { describeDeployment, findDeployment } from '../core/deployment/list-deployments.ts'
import { TrellisError } from '../core/errors.ts'
import type { Ports } from '../core/ports/ports.ts'

const lookEvery = 300

/**
 * For scripts that have nothing but curl: `--retry` asks again at 408, and `--fail` ends badly at 409.
 * @throws TrellisError not_over, deployment_unsuccessful, and as findDeployment
 */
export async function waitForEnd(
  ports: Ports,
  place: { app: string; environment: string },
  number: number | 'latest',
  within: number,
): Promise<Deployment> {
  const { id, ...first } = await findDeployment(ports, place, number)
  const until = performance.now() + within
  let last: Deployment = { id, ...first }
  while (!isFinal(last.state) && performance.now() < until) {
    await pause(Math.min(lookEvery, Math.max(1, until - performance.now())))
    const record = await ports.deployments.get(id)
    if (!record) break
    last = await describeDeployment(ports, record)
  }
  const what = `${place.app} ${place.environment} #${last.number}`
  if (last.state === 'succeeded') return last
  if (!isFinal(last.state)) {
    throw new TrellisError('not_over', `${what} is ${last.state}.`, 'Ask again: `curl --retry` does so by itself.')
  }
  const why = last.failure ? `: ${last.failure.message}` : ''
  throw new TrellisError('deployment_unsuccessful', `${what} is ${last.state}${why}`, last.failure?.hint)
}
