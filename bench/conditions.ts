/** What every part of the benchmark is given. */
export interface Conditions {
  readonly repeats: number
  /** Whatever a part starts ends with it. */
  readonly ends: AsyncDisposableStack
  readonly signal: AbortSignal
  tell(what: string): void
}

/** Credentials of an account that no part asks anything of. */
export const keys = { kind: 'keys', accessKeyId: 'AKIABENCH', secretAccessKey: 'bench-secret-key' } as const
