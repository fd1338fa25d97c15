import type { Readable } from 'node:stream'
import type { Detection } from '../contract/detect.ts'
import type { TargetRole } from '../contract/target-role.ts'
import type { Environment } from './connection.ts'
import type { Output } from './terminal.ts'

export type Isolation = 'auto' | 'container' | 'sandbox' | 'process'

export interface ServeOptions {
  port: number
  host: string
  home: string
  isolation: Isolation
  containerImage?: string | undefined
  containerNetwork?: string | undefined
  limits?: { memory?: number | undefined; cpus?: number | undefined; processes?: number | undefined }
  buildDisk?: number | undefined
  builds?: number | undefined
  /** Milliseconds between two looks at the repositories. */
  pollEvery: number
  publicUrl?: string | undefined
  /** Whether browsers get a dashboard. */
  dashboard: boolean
  /** Log only what is wrong. */
  quiet: boolean
}

export interface RunningServer {
  url: string
  home: string
  isolation: string
  warnings: readonly string[]
  /** A link that signs the owner's browser in, once. */
  signInLink(): Promise<string>
  /** Answers only when the server can go on no more. */
  lost: Promise<Error>
  /** Running builds go on, and report to the next server. */
  close(): Promise<void>
}

/** One thing that Trellis needs or would like of this machine. */
export interface Check {
  name: string
  ok: boolean
  detail: string
  hint?: string | undefined
  /** Missing, it costs something, but Trellis works. */
  optional?: boolean | undefined
}

export interface DemoStep {
  name: string
  ok: boolean
  ms: number
  detail: string
}

export interface DemoPlace {
  url: string
  home: string
  repository: string
  endpoint: string
}

export interface DemoOptions {
  started(name: string): void
  ended(step: DemoStep): void
  /** Ends it in the midst of a step. However it ends, it leaves nothing behind. */
  signal: AbortSignal
  /** Told what to play with when it is to be left running; returns when that is over. */
  keep?: ((place: DemoPlace) => Promise<void>) | undefined
}

export interface DashboardBuild {
  /** Told when something has to be built, which takes some seconds. */
  started(): void
  signal: AbortSignal
}

export interface DashboardBuilt {
  /** Whether there is a dashboard to be opened. */
  served: boolean
  problem: string | null
}

export interface BackedUp {
  file: string
  bytes: number
  artifacts: number
  withKey: boolean
}

export interface Restored {
  home: string
  /** When the backup was made, and by which Trellis. */
  madeAt: string
  trellis: string
  artifacts: number
  /** What waited for its turn then, as `shop/production #7`: it is cancelled. */
  withdrawn: string[]
  /** What ran then: what became of it is not known. */
  unknown: string[]
}

/** Where Trellis is or is to be installed in AWS. Without a region: that of the environment or the profile. */
/** Of DNS. */
export interface DnsRecord {
  name: string
  type: string
  value: string
}

export interface InstallPlace {
  name: string
  region: string | undefined
  profile: string | undefined
  domain?: string | undefined
  image?: string | null
  /** Who is told of alarms; null: nobody any more; absent: as before. */
  alarmEmail?: string | null
  /** ARNs of what the CDK's execution role may do, where the account has to be prepared first; none: everything. */
  bootstrapPolicies?: string[]
}

/** What an installation would come to. */
export interface InstallPreview {
  name: string
  account: string
  region: string
  /** Who installs, as AWS knows them. */
  identity: string
  /** Whether an earlier attempt is gone on with. */
  begun: boolean
  /** Whether it stands already, in this version. */
  stands: boolean
  /** Whether the account has to be prepared for the CDK first. */
  prepares: boolean
  kinds: { kind: string; count: number }[]
  /** In US dollars. */
  estimate: { idle: { what: string; monthly: number }[]; monthly: number; build: number; basis: string }
  /** `missingToRemove`: what only going on after a failed attempt and `uninstall` want. `unknown`: why nobody can tell. */
  permissions: { missing: string[]; missingToRemove: string[]; unknown: string | null }
  /** Where it would be found, if that is asked for. */
  domain: string | null
  /** What builds would run in, if that is. */
  image: string | null
  /** Who would be told of alarms, if that is. */
  alarmEmail: string | null
  /** What the CDK's execution role would be allowed; none: everything. */
  bootstrapPolicies: string[]
}

export interface Installed {
  name: string
  account: string
  region: string
  version: string
  url: string
  /** To be set by hand; null: nothing. */
  record: DnsRecord | null
}

export interface Admitted {
  /** Signs a browser in, once. */
  signInLink: string
  /** Lets this command line in. */
  token: string
  expiresAt: string
}

export interface Uninstallable {
  name: string
  account: string
  region: string
  /** Null: it is gone already, and only its data is there. */
  url: string | null
  /** What holds its data and stays. */
  data: { type: string; id: string }[]
  /** What those of that name left that were removed before. */
  earlier: { type: string; id: string }[]
}

/** What is asked about before. */
export interface Removal extends Uninstallable {
  /** Builds that run and would be stopped. Null: nobody may look. */
  builds: number | null
}

export interface MadeRole {
  roleArn: string
  /** Of AWS. */
  account: string
  endpointUrl: string | null
}

export interface LookedAt {
  /** Of the repository; the paths of what was found count from here. */
  root: string
  /** The folder that was looked at. */
  path: string
  detection: Detection
}

/** What the command line can do without a server, or to become one: wired by the entry, loaded only when it is used. */
export interface Powers {
  serve(options: ServeOptions): Promise<RunningServer>
  /** Of a checkout, when its sources have changed. Never throws. */
  buildDashboard(build: DashboardBuild): Promise<DashboardBuilt>
  demo(options: DemoOptions): Promise<DemoStep[]>
  doctor(place: { home: string; url: string; containerImage?: string | undefined }): Promise<Check[]>
  detect(folder: string): Promise<LookedAt>
  backUp(wish: { home: string; file: string; withKey: boolean }): Promise<BackedUp>
  restore(wish: { home: string; file: string; key: string | null }): Promise<Restored>
  /** @param say told what goes on, a line at a time */
  beforeInstall(place: InstallPlace, say: (line: string) => void): Promise<InstallPreview>
  install(place: InstallPlace, say: (line: string) => void): Promise<Installed & Admitted>
  /** Lets in whoever has the credentials of an installation's account, once more. */
  admit(place: InstallPlace, say: (line: string) => void): Promise<Installed & Admitted>
  /** Makes the role by which Trellis is let into an AWS account, with the credentials of whoever runs this. */
  makeRole(
    place: Pick<InstallPlace, 'region' | 'profile'> & { account: string | null },
    role: TargetRole,
    say: (line: string) => void,
  ): Promise<MadeRole>
  upgrade(place: InstallPlace, say: (line: string) => void): Promise<Installed & { before: string }>
  beforeUninstall(place: InstallPlace): Promise<Removal>
  uninstall(place: InstallPlace, deleteData: boolean, say: (line: string) => void): Promise<Uninstallable>
}

/** All of the outside that the command line touches. */
export interface World {
  /** Without the program's own name. */
  argv: readonly string[]
  env: Environment
  cwd: string
  version: string
  input: Readable & { isTTY?: boolean; setRawMode?(raw: boolean): unknown }
  output: Output
  errors: Output
  powers: Powers
  /** @returns how to stop listening for Ctrl-C and for being told to end. */
  onInterrupt(listener: () => void): () => void
  /**
   * As `onInterrupt`, for what must be cleared away in any case: until it is let go, neither more of the same nor a terminal or
   * a reader that has gone ends the process. The listener is told of each.
   */
  outlast(listener: () => void): () => void
}
