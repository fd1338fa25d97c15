/** Why a push was not deployed to an environment. What was deployed tells its own story. */
export interface DecisionRecord {
  app: string
  environment: string
  commit: string
  branch: string
  /** `marked`: its message says so; `unchanged`: nothing of the app changed; `undone`: a person deployed it there, and something else since. */
  code: 'marked' | 'unchanged' | 'undone'
  reason: string
  /** The environment's newest push when it was decided, by its id; null: none. */
  after: string | null
  at: string
}

/** Decisions against a deployment, the newest for each commit of an environment. They go with their environment. Each method is atomic. */
export interface DecisionStore {
  /** In the place of an earlier one about the same commit. No-op when the environment is gone. */
  record(decision: DecisionRecord): Promise<void>
  decision(app: string, environment: string, commit: string): Promise<DecisionRecord | null>
  /** Newest first, of one environment. */
  newest(app: string, environment: string, limit: number): Promise<DecisionRecord[]>
}
