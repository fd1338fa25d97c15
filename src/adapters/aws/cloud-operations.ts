import type { Agent } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { TrellisError } from '../../core/errors.ts'
import type { CloudOperations, KeptResource } from '../../core/ports/cloud-operations.ts'
import type { CloudAccess } from '../../core/ports/target-accounts.ts'
import { cloudFailure } from './aws-failure.ts'
import { cloudFormationFor, findStack, isValidation } from './cloudformation-client.ts'
import { stayingResources } from './staying-resources.ts'

const longestWaitMs = 10_000

/** CloudFormation, asked about what runs there. */
export class AwsCloudOperations implements CloudOperations {
  readonly #bootstrap: CloudOperations['bootstrap']
  readonly #httpsAgent: Agent | undefined

  /**
   * @param bootstrap is the CDK's business, which adapters do not know: handed in by whoever wires them.
   * @param httpsAgent knows the way through a company's proxy, of which the SDK knows nothing.
   */
  constructor(bootstrap: CloudOperations['bootstrap'], httpsAgent?: Agent) {
    this.#bootstrap = bootstrap
    this.#httpsAgent = httpsAgent
  }

  async bootstrap(...given: Parameters<CloudOperations['bootstrap']>): Promise<'ready' | 'going-on'> {
    return await this.#bootstrap(...given)
  }

  /**
   * A creation is awaited, not ended: CloudFormation cannot cancel one, only delete the stack, and a name alone does not
   * tell whose it is. Another Trellis, or a person, may be creating a stack of that name in this very moment.
   */
  async settle(access: CloudAccess, stacks: readonly string[], signal: AbortSignal): Promise<Record<string, string>> {
    try {
      const settled = await Promise.all(
        stacks.map(async stack => [stack, await this.#settleOne(access, stack, signal)] as const),
      )
      return Object.fromEntries(settled.flatMap(([stack, status]) => (status === undefined ? [] : [[stack, status]])))
    } catch (error) {
      throw failed(error, access, signal, 'did not become stable')
    }
  }

  async kept(access: CloudAccess, stacks: readonly string[], signal: AbortSignal): Promise<KeptResource[]> {
    try {
      const client = await cloudFormationFor(access, this.#httpsAgent)
      const found = await Promise.all(stacks.map(name => stayingResources(client, name, signal)))
      return found.flat()
    } catch (error) {
      throw failed(error, access, signal, 'could not be read')
    }
  }

  async #settleOne(access: CloudAccess, name: string, signal: AbortSignal): Promise<string | undefined> {
    const client = await cloudFormationFor(access, this.#httpsAgent)
    // An emulator answers at once; CloudFormation throttles those who ask too often.
    let wait = access.endpointUrl === null ? 1_000 : 100
    let cancelled = false
    for (;;) {
      const status = (await findStack(client, name, signal))?.StackStatus
      if (status === undefined || !isRunning(status)) return status
      if (status === 'UPDATE_IN_PROGRESS' && !cancelled) {
        await cancel(client, name, signal)
        cancelled = true
      }
      await sleep(wait, undefined, { signal })
      wait = Math.min(wait * 1.5, longestWaitMs)
    }
  }
}

function failed(error: unknown, { accountId }: CloudAccess, signal: AbortSignal, late: string): TrellisError {
  const subject = `The stacks in the account ${accountId}`
  if (!signal.aborted) return cloudFailure(error, subject)
  return new TrellisError('cloud_unreachable', `${subject} ${late} in the time given.`, undefined, { cause: error })
}

/** A stack that waits for its first change set to be run is stable: nothing moves it. */
const isRunning = (status: string): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'

async function cancel(client: CloudFormationClient, name: string, signal: AbortSignal): Promise<void> {
  const { CancelUpdateStackCommand } = await import('./sdk/cloudformation.ts')
  try {
    await client.send(new CancelUpdateStackCommand({ StackName: name }), { abortSignal: signal })
  } catch (error) {
    // The update ended in this very moment.
    if (!isValidation(error)) throw error
  }
}
