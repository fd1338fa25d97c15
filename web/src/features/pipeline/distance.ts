import type { EnvironmentStatus } from '../../../../src/contract/app.ts'

export interface Distance {
  /** What stands between two cards. */
  short: string
  /** What stands between the names of both. */
  said: string
}

/** How far an environment is from the one before it; null: not at all, or not to be said. */
export function distanceOf({ behind, ahead }: Pick<EnvironmentStatus, 'behind' | 'ahead'>): Distance | null {
  if (behind === null) return null
  if (behind > 0 && ahead) {
    return { short: `${behind} behind, ${ahead} ahead`, said: `${commits(behind)} behind and ${ahead} ahead of` }
  }
  if (behind > 0) return { short: `${commits(behind)} behind`, said: `${commits(behind)} behind` }
  return ahead ? { short: `ahead by ${ahead}`, said: `${commits(ahead)} ahead of` } : null
}

export const commits = (count: number): string => `${count} commit${count === 1 ? '' : 's'}`
