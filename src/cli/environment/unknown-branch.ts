import { ApiError } from '../../client/api-error.ts'
import type { Shell } from '../shell.ts'

/** One that is not there may come yet, or was mistyped: it is said, and taken. A repository that cannot be looked at says nothing. */
export async function unknownBranch({ client }: Shell, app: string, branch: string): Promise<string[]> {
  try {
    const branches = await client.call('listBranches', { params: { app } })
    if (branches.some(({ name }) => name === branch)) return []
    return [`There is no branch ${branch} yet: nothing comes of it until it is pushed.`]
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}
