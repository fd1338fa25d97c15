import { userInfo } from 'node:os'

/**
 * Where the machine does not know the user, as in containers, and HOME is not set, the AWS SDK and others ask for it in vain, and end the
 * process. They get what container engines set then.
 */
export function standInHome(env: NodeJS.ProcessEnv, known: () => unknown = userInfo): void {
  if (env.HOME) return
  try {
    known()
  } catch {
    env.HOME = '/'
  }
}
