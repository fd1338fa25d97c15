export interface BranchToDeploy {
  branch: string
  /** The one that the environment follows, where there is none of that name. */
  missing: string | null
}

/**
 * Of which branch the commits are shown, and one is deployed: the one that was chosen, else that of the environment, as long as
 * there is one of that name.
 * @param branches undefined: not known yet
 */
export function branchToDeploy(
  chosen: string | null,
  follows: string | null,
  defaultBranch: string,
  branches: readonly string[] | undefined,
): BranchToDeploy {
  const isThere = (branch: string) => !branches || branches.length === 0 || branches.includes(branch)
  const missing = follows !== null && !isThere(follows) ? follows : null
  const wanted = [chosen, follows, defaultBranch].find(one => one !== null && isThere(one))
  return { branch: wanted ?? branches?.[0] ?? defaultBranch, missing }
}
