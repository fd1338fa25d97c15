/** What GitHub was told of a deployment. */
export interface ReportRecord {
  /** The deployment's id. */
  deployment: string
  /** Of GitHub's own record of it; null: it has none. */
  gitHubDeployment: number | null
  /** The last state that GitHub was told; null: none. */
  state: string | null
}

/** Reports to GitHub. Each method is atomic. */
export interface ReportStore {
  /** Those that there are, in no order. */
  some(deployments: readonly string[]): Promise<ReportRecord[]>
  /** In the place of an earlier one. */
  save(record: ReportRecord): Promise<void>
}
