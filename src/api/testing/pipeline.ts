import { sampleNaming } from '../../../tests/contract/samples.ts'
import type { Phase } from '../../contract/deployment.ts'
import type { openApi } from './api.ts'

/** Ends the deployment that runs in an environment, as if its runner had deployed it within the time given. */
export async function finishRunning(
  { world }: ReturnType<typeof openApi>,
  environment: string,
  { state = 'succeeded', seconds = 60 }: { state?: 'succeeded' | 'failed'; seconds?: number } = {},
): Promise<number> {
  const { deployments } = world.bare
  const { running } = await deployments.environment('shop', environment)
  const record = running ? await deployments.get(running) : null
  if (!record) throw new Error(`nothing runs in ${environment}`)
  const finishedAt = new Date(Date.parse(record.startedAt ?? '') + seconds * 1000).toISOString()
  const test: Phase = { name: 'test', state: 'succeeded', startedAt: finishedAt, finishedAt }
  const changed = await deployments.update(
    record,
    { phases: [test], outputs: { Shop: { Url: 'https://example.org' } }, cloudChanging: true },
    { naming: sampleNaming('Shop') },
  )
  if (!changed) throw new Error(`${environment} changed meanwhile`)
  const isTeardown = record.kind === 'teardown'
  const standing = {
    status: state === 'failed' ? 'error' : isTeardown ? 'removed' : 'deployed',
    live: isTeardown
      ? null
      : state === 'failed'
        ? (await deployments.environment('shop', environment)).live
        : record.id,
    naming: isTeardown ? null : sampleNaming('Shop'),
  } as const
  await deployments.finish(changed, { state, failure: null, finishedAt }, standing)
  return record.number
}
