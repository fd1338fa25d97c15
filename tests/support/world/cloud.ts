import { TrellisError } from '../../../src/core/errors.ts'
import type { CloudOperations, KeptResource } from '../../../src/core/ports/cloud-operations.ts'
import type { CloudAccess, TargetAccount, TargetAccounts } from '../../../src/core/ports/target-accounts.ts'

interface Stack {
  /** The deployment whose operation runs on it. */
  operation: string | null
  /** The commit that stands there. */
  content: string | null
  /** What its template has the cloud keep. */
  kept: Omit<KeptResource, 'stack'>[]
}

/** A cloud whose operations go on by themselves, whatever becomes of the process that began them. */
export class FakeCloud implements CloudOperations {
  readonly #stacks = new Map<string, Stack>()
  reachable = true
  /** How an attempt ends that takes too long: what an SDK throws when its signal fires is no error of Trellis. */
  hangs = false
  /** `region/stack` of every stack that anybody asked to settle. */
  readonly settled: string[] = []

  stack(name: string): Stack {
    const stack = this.#stacks.get(name) ?? { operation: null, content: null, kept: [] }
    this.#stacks.set(name, stack)
    return stack
  }

  /** What is under way ends without effect. */
  rollBack(name: string): void {
    this.stack(name).operation = null
  }

  rollBackAll(): void {
    for (const name of this.#stacks.keys()) this.rollBack(name)
  }

  async settle(access: CloudAccess, stacks: readonly string[]): Promise<Record<string, string>> {
    if (this.hangs) throw new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    if (!this.reachable) throw new TrellisError('cloud_unreachable', 'The cloud does not answer.')
    this.settled.push(...stacks.map(name => `${access.region}/${name}`))
    const standing: Record<string, string> = {}
    for (const name of stacks) {
      this.rollBack(name)
      if (this.stack(name).content) standing[name] = 'UPDATE_ROLLBACK_COMPLETE'
    }
    return standing
  }

  async kept(_access: CloudAccess, stacks: readonly string[]): Promise<KeptResource[]> {
    if (this.hangs) await new Promise<never>(() => undefined)
    if (!this.reachable) throw new TrellisError('cloud_unreachable', 'The cloud does not answer.')
    return stacks.flatMap(stack => this.stack(stack).kept.map(one => ({ ...one, stack })))
  }

  async bootstrap(
    _access: CloudAccess,
    _policies: readonly string[],
    onLine: (text: string) => void,
  ): Promise<'ready'> {
    onLine('ready')
    return 'ready'
  }
}

export const cloudSecret = 'cloud-secret-access-key'

/** Accounts whose credentials can be taken away. */
export class FakeTargets implements TargetAccounts {
  problem: 'credentials_missing' | 'credentials_expired' | 'cloud_unreachable' | null = null

  /** Whose all credentials are. */
  accountId = '123456789012'

  async access(account: TargetAccount): Promise<CloudAccess> {
    if (this.problem) throw new TrellisError(this.problem, `${account.name ?? 'the machine'} gives no credentials.`)
    return {
      accountId: this.accountId,
      region: account.region ?? 'eu-central-1',
      endpointUrl: account.endpointUrl,
      credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: cloudSecret },
    }
  }

  /** Whether roles let in whoever says anything. */
  trusting = false
  /** Where templates are put; null: there is no such place. */
  templates: string | null = null

  async identity(): Promise<string> {
    await this.access({ name: null, region: null, endpointUrl: null, credentials: { kind: 'chain' } })
    return `arn:aws:sts::${this.accountId}:assumed-role/trellis-control/session`
  }

  async asksForExternalId(): Promise<boolean> {
    return !this.trusting
  }

  async publish(): Promise<string | null> {
    return this.templates
  }
}
