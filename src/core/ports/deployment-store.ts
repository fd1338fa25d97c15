import type { Actor } from '../../contract/actor.ts'
import type { Deployment, Failure } from '../../contract/deployment.ts'
import type { Naming } from '../../contract/job.ts'
import type { OutboxMessage } from './outbox.ts'

/** How a running deployment will end, decided before the cloud is known to be quiet. */
export interface Ending {
  state: 'failed' | 'cancelled'
  failure: Failure | null
  /** It was seen to end, and not why: the place of its build machine may know better. */
  provisional?: true
  /** Milliseconds: after that it is finished even if the cloud does not answer. */
  giveUpAt: number
}

/** A deployment with what only Trellis needs to know of it. Times in milliseconds since 1970, and `ending`, are null while not running. */
export interface DeploymentRecord extends Omit<Deployment, 'behind'> {
  /** Grows with every change; see `update`. */
  version: number
  /** Grows with every deployment that takes the environment. */
  fence: number
  jobTokenHash: string | null
  /** Null: no runner has reported for duty, or nothing more is taken from it. */
  sessionHash: string | null
  leaseUntil: number | null
  deadlineAt: number | null
  cancelRequestedAt: number | null
  /** Its build machine is not asked for again before. */
  askAgainAt: number | null
  /** How often its build machine was started anew, as it never reported; absent: it was recorded before this was counted. */
  restarts?: number
  /** Event sequence number seen last. */
  lastEvent: number
  cloudChanging: boolean
  ending: Ending | null
}

export type DeploymentDraft = Pick<
  Deployment,
  | 'app'
  | 'environment'
  | 'kind'
  | 'commit'
  | 'branch'
  | 'title'
  | 'author'
  | 'actor'
  | 'why'
  | 'source'
  | 'fromArtifact'
  | 'deleteRetained'
> & { id: string; requestedAt: string }

/** What stands in an environment. */
export interface EnvironmentState {
  app: string
  environment: string
  status: 'empty' | 'deployed' | 'removed' | 'error'
  /** Deployment ids. */
  live: string | null
  latest: string | null
  running: string | null
  naming: Naming | null
  fence: number
}

export interface Claim {
  app: string
  environment: string
  /** Hash of the job token that the runner will show. `id` is the deployment's. */
  jobTokenHash: (id: string) => string
  startedAt: string
  leaseUntil: number
  deadlineAt: number
  /** How many deployments may run at once on the whole server; null: no limit. */
  limit: number | null
}

/**
 * Deployments and what stands in the environments. Each method is one atomic step, also against other processes.
 *
 * Order of calls for one deployment: request → claimNext → update… → finish; or request → withdraw.
 */
export interface DeploymentStore {
  /**
   * Records it as queued with the environment's next number. A push replaces the environment's older queued pushes, which
   * become `superseded` at the same instant (`requestedAt`). A push of the commit and branch that the environment's newest push has
   * already (seen twice: webhook and poll) changes nothing and gives null. A push of a commit that the environment's newest operation, a
   * manual deployment or a promotion, brings already is recorded as superseded at once, with that one as its `source`: it brings it
   * while it waits, while it runs and nobody has decided its end, and when it is what stands there.
   * @param messages written in the same transaction.
   * @param known for a push: the id of the environment's newest push before its branch was looked at. Where there is a newer one by
   * now the look is out of date: nothing changes, and it gives null.
   * @throws TrellisError environment_not_found when the environment is gone.
   * @returns the record and those it superseded.
   */
  request(
    draft: DeploymentDraft,
    messages?: readonly OutboxMessage[],
    known?: { newestPush: string | null },
  ): Promise<{ deployment: DeploymentRecord; superseded: DeploymentRecord[] } | null>
  /** Takes the environment for its oldest queued deployment, which becomes running. Null: busy, nothing queued, or the limit is reached. */
  claimNext(claim: Claim): Promise<DeploymentRecord | null>
  /**
   * Changes a running deployment if nothing changed it since `record` was read, and the environment's naming with it.
   * @returns the new record, or null when it was changed meanwhile or no longer runs: read again.
   */
  update(
    record: DeploymentRecord,
    change: Partial<Omit<DeploymentRecord, 'id' | 'app' | 'environment' | 'number' | 'state' | 'version' | 'fence'>>,
    also?: { naming?: Naming; messages?: readonly OutboxMessage[] },
  ): Promise<DeploymentRecord | null>
  /**
   * Ends a running deployment and frees its environment. Condition as in `update`; a deployment that is final already gives null and changes nothing.
   * @param standing what the environment is afterwards; null: as before.
   */
  finish(
    record: DeploymentRecord,
    result: { state: 'succeeded' | 'failed' | 'cancelled'; failure: Failure | null; finishedAt: string },
    standing: Pick<EnvironmentState, 'status' | 'live' | 'naming'> | null,
    messages?: readonly OutboxMessage[],
  ): Promise<DeploymentRecord | null>
  /** Cancels a queued deployment. @returns null when it is no longer queued. */
  withdraw(id: string, by: Actor, finishedAt: string): Promise<DeploymentRecord | null>
  get(id: string): Promise<DeploymentRecord | null>
  /** `latest` as in `environment`. */
  find(app: string, environment: string, number: number | 'latest'): Promise<DeploymentRecord | null>
  /** Newest request first. `before`: an id, only older ones, none when it is unknown. */
  list(query: {
    app?: string | undefined
    environment?: string | undefined
    before?: string | undefined
    state?: Deployment['state'] | undefined
    kind?: Deployment['kind'] | undefined
    commit?: string | undefined
    /** Whose doing it is, as `askedBy` says it. */
    actor?: string | undefined
    limit: number
  }): Promise<DeploymentRecord[]>
  /** Names of all whose doing a deployment ever was, as `askedBy` says them, of one app or of any, in order. */
  actors(app?: string): Promise<string[]>
  /** Those of these ids that there are, in no order. */
  some(ids: readonly string[]): Promise<DeploymentRecord[]>
  /** All queued and running ones of the server, oldest request first. */
  open(): Promise<DeploymentRecord[]>
  /** `empty` for an environment that never deployed. `latest` is the newest that left the queue other than by being withdrawn or superseded. */
  environment(app: string, environment: string): Promise<EnvironmentState>
  /** Of every environment of the server that there is, in no order. */
  environments(): Promise<EnvironmentState[]>
}
