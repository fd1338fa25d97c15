import { setTimeout as sleep } from 'node:timers/promises'
import type { CloudFormationClient, Stack, StackEvent, StackResourceSummary } from '@aws-sdk/client-cloudformation'
import { clientConfig } from './aws-client.ts'
import type { Access } from './lasting.ts'

/** A stack's place: its name, and its region when that is not the environment's. */
export interface Place {
  name: string
  region?: string | undefined
}

export const tagsOf = (stack: Stack): Record<string, string> =>
  Object.fromEntries((stack.Tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? '']))

const inProgress = (status: string): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'

/** CloudFormation as the worker needs it. The SDK is loaded with the first call. */
export class Stacks {
  readonly #access: Access
  readonly #clients = new Map<string, CloudFormationClient>()

  constructor(access: Access) {
    this.#access = access
  }

  /** Undefined: no such stack, or deleted. `name` may be an id, which stays unique when a stack of the same name follows. */
  async describe({ name, region }: Place): Promise<Stack | undefined> {
    const { client, sdk } = await this.#client(region)
    try {
      const { Stacks } = await client.send(new sdk.DescribeStacksCommand({ StackName: name }))
      const stack = Stacks?.[0]
      return stack?.StackStatus === 'DELETE_COMPLETE' ? undefined : stack
    } catch (error) {
      // CloudFormation has no error of its own for a stack that does not exist.
      if (error instanceof Error && error.name === 'ValidationError') return undefined
      throw error
    }
  }

  /** Every stack of the region that bears these tags. */
  async tagged(tags: Readonly<Record<string, string>>, region?: string): Promise<Stack[]> {
    const { client, sdk } = await this.#client(region)
    const found: Stack[] = []
    for await (const page of sdk.paginateDescribeStacks({ client }, {})) {
      for (const stack of page.Stacks ?? []) {
        const own = tagsOf(stack)
        if (stack.StackStatus !== 'DELETE_COMPLETE' && Object.entries(tags).every(([key, value]) => own[key] === value))
          found.push(stack)
      }
    }
    return found
  }

  /** Those of that name that were deleted, as long as CloudFormation remembers: 90 days. */
  async deleted(name: string): Promise<Stack[]> {
    const { client, sdk } = await this.#client()
    const ids: string[] = []
    const filter = { StackStatusFilter: ['DELETE_COMPLETE' as const] }
    for await (const page of sdk.paginateListStacks({ client }, filter)) {
      for (const one of page.StackSummaries ?? []) if (one.StackName === name && one.StackId) ids.push(one.StackId)
    }
    const found = await Promise.all(
      ids.map(async id => (await client.send(new sdk.DescribeStacksCommand({ StackName: id }))).Stacks?.[0]),
    )
    return found.filter(one => one !== undefined)
  }

  /** Newest first, back to `since`, and no more than `most`, up to a page of a hundred. */
  async events({ name, region }: Place, since: Date, most = Number.POSITIVE_INFINITY): Promise<StackEvent[]> {
    const { client, sdk } = await this.#client(region)
    const found: StackEvent[] = []
    for await (const page of sdk.paginateDescribeStackEvents({ client }, { StackName: name })) {
      const recent = (page.StackEvents ?? []).filter(event => (event.Timestamp ?? since) >= since)
      found.push(...recent)
      if (recent.length < (page.StackEvents ?? []).length || found.length >= most) break
    }
    return found
  }

  /** What CloudFormation found wrong, or a hook refused, before it touched any resource. */
  async refusals({ name, region }: Place, since: Date): Promise<StackEvent[]> {
    const { client, sdk } = await this.#client(region)
    const found: StackEvent[] = []
    const input = { StackName: name, Filters: { FailedEvents: true } }
    for await (const page of sdk.paginateDescribeEvents({ client }, input)) {
      for (const event of page.OperationEvents ?? []) {
        const { EventType, EventId, StackId, LogicalResourceId, ResourceType, Timestamp = since } = event
        if (Timestamp < since || (EventType !== 'VALIDATION_ERROR' && EventType !== 'HOOK_INVOCATION_ERROR')) continue
        const reason = { ResourceStatusReason: event.ValidationStatusReason ?? event.HookStatusReason }
        const what = { EventId, StackId, StackName: name, LogicalResourceId, ResourceType, Timestamp }
        found.push({ ...what, ...reason, ResourceStatus: 'CREATE_FAILED' } as StackEvent)
      }
    }
    return found
  }

  /** All of them: a stack may have five hundred, and the simpler call tells of the first hundred. */
  async resources({ name, region }: Place): Promise<StackResourceSummary[]> {
    const { client, sdk } = await this.#client(region)
    const found: StackResourceSummary[] = []
    for await (const page of sdk.paginateListStackResources({ client }, { StackName: name }))
      found.push(...(page.StackResourceSummaries ?? []))
    return found
  }

  /** The stack that a resource is part of, told by its type and physical id. */
  async holderOf(type: string, id: string, region: string | undefined): Promise<string | undefined> {
    const { client, sdk } = await this.#client(region)
    try {
      const { StackResources } = await client.send(new sdk.DescribeStackResourcesCommand({ PhysicalResourceId: id }))
      return StackResources?.find(
        each =>
          each.PhysicalResourceId === id && each.ResourceType === type && !each.ResourceStatus?.startsWith('DELETE_'),
      )?.StackName
    } catch (error) {
      if (error instanceof Error && error.name === 'ValidationError') return undefined
      throw error
    }
  }

  /** The template's text as CloudFormation holds it. */
  async template({ name, region }: Place): Promise<string> {
    const { client, sdk } = await this.#client(region)
    const { TemplateBody } = await client.send(
      new sdk.GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }),
    )
    return TemplateBody ?? ''
  }

  async create({ name, region }: Place, template: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const { client, sdk } = await this.#client(region)
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
    await client.send(new sdk.CreateStackCommand({ StackName: name, TemplateBody: template, Tags }))
  }

  async delete({ name, region }: Place, retain: string[] = []): Promise<void> {
    const { client, sdk } = await this.#client(region)
    const retained = retain.length > 0 ? { RetainResources: retain } : {}
    await client.send(new sdk.DeleteStackCommand({ StackName: name, ...retained }))
  }

  /** Lets it be deleted, which its protection from termination forbids. */
  async unprotect({ name, region }: Place): Promise<void> {
    const { client, sdk } = await this.#client(region)
    const off = { StackName: name, EnableTerminationProtection: false }
    await client.send(new sdk.UpdateTerminationProtectionCommand(off))
  }

  /** Takes up a rollback that got stuck. */
  async continueRollback({ name, region }: Place): Promise<void> {
    const { client, sdk } = await this.#client(region)
    await client.send(new sdk.ContinueUpdateRollbackCommand({ StackName: name }))
  }

  /** Waits while an operation runs. Returns the stack as it then is; undefined when it is gone. */
  async stable(place: Place, pollMs: number): Promise<Stack | undefined> {
    let wait = Math.min(pollMs, 500)
    for (;;) {
      const stack = await this.describe(place)
      if (!stack || !inProgress(stack.StackStatus ?? '')) return stack
      await sleep(wait)
      wait = Math.min(wait * 1.5, pollMs)
    }
  }

  async #client(region = this.#access.region) {
    const sdk = await import('@aws-sdk/client-cloudformation')
    const client =
      this.#clients.get(region) ??
      // CloudFormation throttles early; the standard three attempts are soon used up.
      new sdk.CloudFormationClient({ ...clientConfig(this.#access, region), maxAttempts: 8 })
    this.#clients.set(region, client)
    return { client, sdk }
  }
}
