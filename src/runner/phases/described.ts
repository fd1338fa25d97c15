import type { Stacks } from '../cdk/stacks.ts'
import { currentCredentials } from '../job/credentials.ts'
import type { Job } from '../job/job.ts'

/** A stack as it stands in the cloud. */
export interface Described {
  status: string | undefined
  tags: Record<string, string>
  outputs: Record<string, string>
}

/** CloudFormation of the environment's account and region. */
export async function stacksOf(job: Job): Promise<Stacks> {
  const { Stacks } = await import('../cdk/stacks.ts')
  const { region, endpointUrl } = job.spec.account
  return new Stacks({ ...job.spec.account, region, endpointUrl, credentials: await currentCredentials(job) })
}

export async function describe(job: Job, name: string): Promise<Described | undefined> {
  const { tagsOf } = await import('../cdk/stacks.ts')
  const stack = await (await stacksOf(job)).describe({ name })
  if (!stack) return undefined
  const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])
  return { status: stack.StackStatus, tags: tagsOf(stack), outputs: Object.fromEntries(outputs) }
}
