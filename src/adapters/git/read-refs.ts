import { sha256Repository } from './failure.ts'

export interface Branches {
  heads: Map<string, string>
  defaultBranch: string | null
}

const branchPrefix = 'refs/heads/'

/** Reads the answer of `git ls-remote --symref`. @throws TrellisError invalid_repository for one with SHA-256 ids */
export function readRefs(answer: string, repository: string): Branches {
  const heads = new Map<string, string>()
  let named: string | null = null
  let detached: string | null = null
  for (const line of answer.split('\n')) {
    const tab = line.indexOf('\t')
    if (tab < 0) continue
    const value = line.slice(0, tab)
    const ref = line.slice(tab + 1)
    // Git's patterns match the ends of names: refs/remotes/origin/HEAD comes along, and only the exact ones count.
    if (ref === 'HEAD' && value.startsWith(`ref: ${branchPrefix}`)) named = value.slice(5 + branchPrefix.length)
    else if (value.startsWith('ref: ')) continue
    else if (value.length === 64) throw sha256Repository(repository)
    else if (ref === 'HEAD') detached = value
    else if (ref.startsWith(branchPrefix)) heads.set(ref.slice(branchPrefix.length), value)
  }
  return { heads, defaultBranch: named !== null && heads.has(named) ? named : guess(heads, detached) }
}

/**
 * For a HEAD that names no existing branch (a detached checkout, a bare repository whose first push was another branch,
 * a plain web server): the branch at that commit, else a usual name or the only one there is. Null rather than any.
 */
function guess(heads: Map<string, string>, detached: string | null): string | null {
  const there = [...heads.keys()].filter(name => heads.get(name) === detached)
  const candidates = there.length > 0 ? there : [...heads.keys()]
  const usual = ['main', 'master'].find(name => candidates.includes(name))
  return usual ?? (candidates.length === 1 ? (candidates[0] ?? null) : null)
}
