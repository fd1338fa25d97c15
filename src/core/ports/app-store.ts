import type { App, Environment } from '../../contract/app.ts'

/** An app with what only Trellis needs to know of it. */
export interface AppRecord extends App {
  /** Branch → head, as last seen, of those that environments follow and of some others; null before the first look. */
  heads: Record<string, string> | null
  sourceProblem: string | null
  /** Sealed. Null: no plain git webhook was set up. */
  webhookSecret: string | null
  /** Where it is at GitHub; null: not where the GitHub App may read. */
  github: GitHubOrigin | null
}

/** A repository keeps its id, whatever it is called and whosever it is. */
export interface GitHubOrigin {
  webUrl: string
  installation: number
  repository: number
  fullName: string
}

/** Apps and the settings of their environments. Each method is atomic. */
export interface AppStore {
  /** @throws TrellisError already_exists */
  createApp(app: AppRecord, environments: readonly Environment[]): Promise<void>
  app(name: string): Promise<AppRecord | null>
  /** By name. */
  apps(): Promise<AppRecord[]>
  /** Those of one repository of GitHub, by name. */
  appsOfRepository(webUrl: string, repository: number): Promise<AppRecord[]>
  /** Changes only the fields given. A missing app is ignored: it was deleted meanwhile. */
  updateApp(name: string, change: Partial<Omit<AppRecord, 'name'>>): Promise<void>
  /**
   * Forgets the app and all that belongs to it: environments, variables, deployments; logs, artifacts and caches are the
   * caller's. No-op when missing.
   */
  deleteApp(name: string): Promise<void>
  /** In the pipeline's order. */
  environments(app: string): Promise<Environment[]>
  /** Of every app, each app's in the pipeline's order. */
  allEnvironments(): Promise<Environment[]>
  /**
   * Replaces the app's list of environments by this one, positions as given; what is recorded of those that stay is untouched,
   * what is recorded of those that go (state, variables, deployments) goes too.
   * @param expected what it was when it was read: if it is another by now, nothing is changed.
   * @returns whether it was replaced.
   * @throws TrellisError app_not_found
   */
  saveEnvironments(
    app: string,
    environments: readonly Environment[],
    expected?: readonly Environment[],
  ): Promise<boolean>
}
