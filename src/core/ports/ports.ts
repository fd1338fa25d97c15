import type { AccountStore } from './account-store.ts'
import type { AppStore } from './app-store.ts'
import type { ArtifactStore } from './artifact-store.ts'
import type { CacheLocations } from './cache-locations.ts'
import type { Clock } from './clock.ts'
import type { CloudOperations } from './cloud-operations.ts'
import type { ConnectionStore } from './connection-store.ts'
import type { DecisionStore } from './decision-store.ts'
import type { DeliveryStore } from './delivery-store.ts'
import type { DeploymentStore } from './deployment-store.ts'
import type { Detector } from './detector.ts'
import type { GitHub } from './github.ts'
import type { Ids } from './ids.ts'
import type { JobRunner } from './job-runner.ts'
import type { LiveUpdates } from './live-updates.ts'
import type { LogStore } from './log-store.ts'
import type { LoginStore } from './login-store.ts'
import type { Outbox } from './outbox.ts'
import type { PeopleHost } from './people-host.ts'
import type { ReportStore } from './report-store.ts'
import type { SecretVault } from './secret-vault.ts'
import type { SessionStore } from './session-store.ts'
import type { SourceHost } from './source-host.ts'
import type { TargetAccounts } from './target-accounts.ts'
import type { TokenStore } from './token-store.ts'
import type { UserStore } from './user-store.ts'
import type { VariableStore } from './variable-store.ts'

/** What the core needs of the place where it runs. Composed by `src/entry`. */
export interface Ports {
  apps: AppStore
  variables: VariableStore
  accounts: AccountStore
  sessions: SessionStore
  connections: ConnectionStore
  deliveries: DeliveryStore
  decisions: DecisionStore
  reports: ReportStore
  logins: LoginStore
  users: UserStore
  tokens: TokenStore
  deployments: DeploymentStore
  outbox: Outbox
  logs: LogStore
  live: LiveUpdates
  vault: SecretVault
  artifacts: ArtifactStore
  caches: CacheLocations
  jobs: JobRunner
  source: SourceHost
  github: GitHub
  people: PeopleHost
  detector: Detector
  targets: TargetAccounts
  cloud: CloudOperations
  clock: Clock
  ids: Ids
  /** Which Trellis this is: the same for as long as its records live, and different from any other's. Not secret. */
  installation(): Promise<string>
  /** Where people find this server's pages, without a slash at its end; null: not known yet. */
  site(): string | null
  /** Told of what went wrong where nobody waits for it: it belongs into the server's own log. @param doing in a word or two */
  trouble(error: unknown, doing: string): void
  limits: Limits
}

/** Durations in milliseconds. */
export interface Limits {
  /** Deployments at once; null: no limit. */
  builds: number | null
  /** A runner that is silent for so long is lost. */
  lease: number
  /** How long a runner may take to obey before it is killed. */
  obey: number
  /** One attempt to settle the cloud. */
  settleAttempt: number
  /** For so long the cloud is looked at while a person waits. */
  look: number
  /** How long a cloud that does not answer keeps an environment taken. */
  settleGiveUp: number
  /** Artifacts kept per environment. */
  artifacts: number
  /** Of what runners tell, in ms, where each post has its price: between two of them, and where there is no news. Absent: as ever. */
  pace?: { posts: number; heartbeat: number }
}
