import type { Environment } from '../../../src/contract/app.ts'
import type { AppStore } from '../../../src/core/ports/app-store.ts'
import type { DeploymentRecord, DeploymentStore, EnvironmentState } from '../../../src/core/ports/deployment-store.ts'
import { nameOf, unlawful } from './changes.ts'
import type { FakeCloud } from './cloud.ts'
import type { Machine } from './machine.ts'
import type { FakeMachines } from './machines.ts'
import { stackOf } from './script.ts'

type Standing = Pick<EnvironmentState, 'status' | 'live'>

/**
 * Stands between the core and its stores, sees every change at the instant it is made, and compares it with the rules
 * of the design. It keeps books of its own and believes no record that it did not see written.
 */
export class Auditor {
  readonly violations: string[] = []
  /** Every deployment ever accepted, as last seen. */
  readonly records = new Map<string, DeploymentRecord>()
  readonly settings = new Map<string, Environment>()
  /** Grows with every change of settings. */
  settingsVersion = 0
  readonly #standing = new Map<string, Standing>()
  /** Deployments that ended although the cloud never answered, as it was given up. */
  readonly #doubtful = new Set<string>()
  readonly #now: () => number
  machines: FakeMachines | undefined
  cloud: FakeCloud | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  report(rule: number, what: string): void {
    this.violations.push(`rule ${rule}: ${what}`)
  }

  protects(environment: string): boolean {
    return this.settings.get(environment)?.protected ?? false
  }

  watchApps(apps: AppStore): AppStore {
    const saved = (environments: readonly Environment[]) => {
      this.settingsVersion += 1
      for (const one of environments) {
        this.settings.set(one.name, one)
        if (one.protected && one.branch !== null) this.report(4, `${one.name} is protected and follows ${one.branch}`)
      }
    }
    return Object.assign(Object.create(apps) as AppStore, {
      createApp: (app, all) => apps.createApp(app, all).then(() => saved(all)),
      saveEnvironments: async (app, all, expected) => {
        const replaced = await apps.saveEnvironments(app, all, expected)
        if (replaced) saved(all)
        return replaced
      },
    } satisfies Pick<AppStore, 'createApp' | 'saveEnvironments'>)
  }

  watchDeployments(raw: DeploymentStore): DeploymentStore {
    const seen = <R extends DeploymentRecord | null>(record: R): R => {
      if (record) this.#see(record)
      return record
    }
    return Object.assign(Object.create(raw) as DeploymentStore, {
      request: async (draft, messages, known) => {
        const result = await raw.request(draft, messages, known)
        if (result?.deployment.state === 'superseded') this.#mustBeBrought(result.deployment)
        for (const one of result ? [result.deployment, ...result.superseded] : []) seen(one)
        return result
      },
      claimNext: async claim => seen(await raw.claimNext(claim)),
      update: async (record, change, also) => seen(await raw.update(record, change, also)),
      finish: async (record, result, standing, messages) => {
        const before = this.records.get(record.id)
        const finished = seen(await raw.finish(record, result, standing, messages))
        if (finished) await this.#freed(before, finished, await raw.environment(record.app, record.environment))
        return finished
      },
      withdraw: async (id, by, at) => {
        const withdrawn = seen(await raw.withdraw(id, by, at))
        if (withdrawn && by.kind === 'system') this.report(3, `${nameOf(withdrawn)} was dropped by nobody`)
        return withdrawn
      },
    } satisfies Partial<DeploymentStore>)
  }

  /** A machine was given a job: it works from now on. @param since the settings' version when it asked. */
  jobTaken(machine: Machine, since: number): void {
    const record = this.records.get(machine.deployment)
    const others = this.machines?.all.filter(one => one !== machine && one.working && placeOf(one) === placeOf(machine))
    for (const other of others ?? []) this.report(1, `${other.deployment} and ${machine.deployment} work at once`)
    if (!record) return
    const refused = record.kind === 'push' || record.kind === 'manual'
    if (refused && this.protects(record.environment) && since === this.settingsVersion) {
      this.report(4, `${nameOf(record)} changes a protected environment`)
    }
  }

  operationMet(machine: Machine, other: string): void {
    if (!this.#doubtful.has(other)) this.report(1, `${machine.deployment} meets the operation of ${other}`)
  }

  /** Rule 2: a push is left out only if its commit is on its way there already, or stands there. */
  #mustBeBrought({ environment, commit, source }: DeploymentRecord): void {
    const by = [...this.records.values()].find(
      one => one.environment === environment && one.number === source?.number && one.commit === commit,
    )
    const stands = by !== undefined && this.#standing.get(environment)?.live === by.id
    const comes = by?.state === 'queued' || (by?.state === 'running' && !by.ending && by.cancelRequestedAt === null)
    if (!comes && !stands) this.report(2, `a push of ${commit} to ${environment} was left out`)
  }

  #see(record: DeploymentRecord): void {
    const before = this.records.get(record.id)
    this.records.set(record.id, record)
    const running = [...this.records.values()].filter(
      one => one.state === 'running' && one.environment === record.environment,
    )
    if (running.length > 1) this.report(1, `${running.map(nameOf)} run at once`)
    if (record.state === 'superseded' && record.kind !== 'push') this.report(3, `${nameOf(record)} was superseded`)
    if (!before) return
    for (const [rule, what] of unlawful(before, record)) this.report(rule, what)
  }

  /** Rule 7, and what stands afterwards. */
  async #freed(before: DeploymentRecord | undefined, record: DeploymentRecord, state: EnvironmentState) {
    const { environment, kind } = record
    // One without a job can do nothing, and gets none any more; that it ends too is seen when all is quiet.
    if (before?.ending && this.machines?.of(record.id).some(machine => machine.alive && machine.job)) {
      this.report(7, `${nameOf(record)} ended while its machine ran`)
    }
    const gaveUp = before?.ending && this.#now() >= before.ending.giveUpAt
    const busy = this.cloud?.stack(stackOf(environment)).operation === record.id
    if (busy && gaveUp) this.#doubtful.add(record.id)
    else if (busy) this.report(7, `${nameOf(record)} ended while its stack changed`)
    const was = this.#standing.get(environment) ?? { status: 'empty', live: null }
    const is = standing(record, kind === 'teardown', was)
    this.#standing.set(environment, is)
    if (state.running) this.report(1, `${environment} was not freed`)
    if (state.status === is.status && state.live === is.live) return
    this.report(
      3,
      `${environment} is ${state.status}/${state.live} after ${nameOf(record)}, not ${is.status}/${is.live}`,
    )
  }
}

/** Said once more, in other words than the core's. */
function standing(record: DeploymentRecord, isTeardown: boolean, was: Standing): Standing {
  if (record.state === 'succeeded' && isTeardown) return { status: 'removed', live: null }
  if (record.state === 'succeeded') return { status: 'deployed', live: record.id }
  return record.cloudChanging ? { status: 'error', live: was.live } : was
}

const placeOf = (machine: Machine): string => machine.job?.stage ?? ''
