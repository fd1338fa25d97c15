import { sampleNaming } from '../../../tests/contract/samples.ts'
import type { Deployment, Phase, RetainedResource } from '../../contract/deployment.ts'
import type { openApi } from './api.ts'

interface FinishWish {
  state?: 'succeeded' | 'failed' | 'cancelled'
  seconds?: number
  /** Whether it had begun to change the cloud. */
  changing?: boolean
  /** What a teardown leaves. */
  retained?: RetainedResource[]
  artifact?: Deployment['artifact']
}

/** Ends the deployment that runs in an environment, as if its runner had deployed it within the time given. */
export async function finishRunning(
  { world }: ReturnType<typeof openApi>,
  environment: string,
  { state = 'succeeded', seconds = 60, changing = true, retained = [], artifact = null }: FinishWish = {},
): Promise<number> {
  const { deployments } = world.bare
  const { running } = await deployments.environment('shop', environment)
  const record = running ? await deployments.get(running) : null
  if (!record) throw new Error(`nothing runs in ${environment}`)
  const finishedAt = new Date(Date.parse(record.startedAt ?? '') + seconds * 1000).toISOString()
  const test: Phase = { name: 'test', state: 'succeeded', startedAt: finishedAt, finishedAt }
  const changed = await deployments.update(
    record,
    { phases: [test], outputs: { Shop: { Url: 'https://example.org' } }, cloudChanging: changing, retained, artifact },
    { naming: sampleNaming('Shop') },
  )
  if (!changed) throw new Error(`${environment} changed meanwhile`)
  if (!changing) {
    await deployments.finish(changed, { state, failure: null, finishedAt }, null)
    return record.number
  }
  const isTeardown = record.kind === 'teardown'
  const standing = {
    status: state !== 'succeeded' ? 'error' : isTeardown ? 'removed' : 'deployed',
    live: isTeardown
      ? null
      : state !== 'succeeded'
        ? (await deployments.environment('shop', environment)).live
        : record.id,
    naming: isTeardown ? null : sampleNaming('Shop'),
  } as const
  await deployments.finish(changed, { state, failure: null, finishedAt }, standing)
  return record.number
}
