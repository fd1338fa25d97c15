import type { EnvironmentStatus } from '../../contract/app.ts'
import { TrellisError } from '../errors.ts'
import type { SourceHost } from '../ports/source-host.ts'

type Distance = Pick<EnvironmentStatus, 'behind' | 'ahead'>

const mostKnown = 1_000

/** What was counted before: commits never change, so neither does what lies between two of them. */
const known = new WeakMap<SourceHost, Map<string, Distance>>()

/**
 * How many commits `head` has that `base` lacks, by which it is behind, and how many `base` has that `head` lacks.
 * @returns nulls when one of them is not there, or the repository cannot be read: no status fails for that.
 */
export async function commitsBetween(
  source: SourceHost,
  repository: string,
  { base, head }: { base: string | null; head: string | null },
): Promise<Distance> {
  if (!base || !head) return { behind: null, ahead: null }
  if (base === head) return { behind: 0, ahead: 0 }
  const counts = known.get(source) ?? new Map<string, Distance>()
  known.set(source, counts)
  const name = `${repository} ${base} ${head}`
  const counted = counts.get(name)
  if (counted !== undefined) return counted
  try {
    const { commits, behind } = await source.compare(repository, base, head)
    if (counts.size >= mostKnown) counts.clear()
    const distance = { behind: commits.length, ahead: behind }
    counts.set(name, distance)
    return distance
  } catch (error) {
    if (error instanceof TrellisError) return { behind: null, ahead: null }
    throw error
  }
}
