import type { Caller } from './call.ts'

/**
 * Prepares an account for CDK; a server that cannot wait for that is asked until it is done.
 * @param policies ARNs of what the CDK may do there, if nobody has prepared it yet; none: everything
 * @param onLine what is said on the way, nothing twice in a row
 * @throws ApiError
 */
export async function prepareAccount(
  client: Pick<Caller<'bootstrapAccount'>, 'call'>,
  account: string,
  onLine: (line: string) => void,
  { policies, pauseMs = 3_000 }: { policies?: string[] | undefined; pauseMs?: number } = {},
): Promise<void> {
  let last: string | undefined
  for (;;) {
    const { ready, lines } = await client.call('bootstrapAccount', {
      params: { account },
      body: policies ? { policies } : {},
    })
    for (const line of lines) {
      if (line !== last) onLine(line)
      last = line
    }
    if (ready) return
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  }
}
