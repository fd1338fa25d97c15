import { TrellisError } from '../errors.ts'
import type { SourceHost } from '../ports/source-host.ts'

const mostKnown = 1_000

/** What was counted before: commits never change, so neither does what lies between two of them. */
const known = new WeakMap<SourceHost, Map<string, number>>()

/**
 * How many commits `head` has that `base` lacks.
 * @returns null when one of them is not there, or the repository cannot be read: no status fails for that.
 */
export async function commitsBehind(
  source: SourceHost,
  repository: string,
  { base, head }: { base: string | null; head: string | null },
): Promise<number | null> {
  if (!base || !head) return null
  if (base === head) return 0
  const counts = known.get(source) ?? new Map<string, number>()
  known.set(source, counts)
  const name = `${repository} ${base} ${head}`
  const counted = counts.get(name)
  if (counted !== undefined) return counted
  try {
    const { commits } = await source.compare(repository, base, head)
    if (counts.size >= mostKnown) counts.clear()
    counts.set(name, commits.length)
    return commits.length
  } catch (error) {
    if (error instanceof TrellisError) return null
    throw error
  }
}
