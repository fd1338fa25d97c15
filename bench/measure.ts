/** The middle one of several measurements; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (lower + upper) / 2
}

/** The smallest value which at least this share of all does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  return ascending(values)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)

/** Milliseconds from one recorded instant to another. */
export const between = (from: string, to: string): number => Date.parse(to) - Date.parse(from)

/** The median of one part of several runs. */
export const medianOf = <T>(runs: readonly T[], part: (run: T) => number): number => median(runs.map(part))

/** Runs it and tells how long that took, in milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const startedAt = performance.now()
  const result = await work()
  return { ms: performance.now() - startedAt, result }
}
