import type { VariableStep } from '../../contract/variable.ts'

export interface VariableRecord {
  key: string
  /** Sealed unless `plain`. */
  value: string
  plain: boolean
  steps: VariableStep[] | null
  updatedAt: string
}

/** Variables of an environment. Each method is atomic. */
export interface VariableStore {
  /** By key. */
  variables(app: string, environment: string): Promise<VariableRecord[]>
  /** Adds or replaces those given, all or none; others stay. @throws TrellisError environment_not_found */
  saveVariables(app: string, environment: string, variables: readonly VariableRecord[]): Promise<void>
  /** @returns whether it was there. */
  removeVariable(app: string, environment: string, key: string): Promise<boolean>
}
