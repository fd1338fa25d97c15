import type { GitEnvironment } from './environment.ts'
import { type GitCall, type GitResult, runGit } from './run-git.ts'

/** What opens a remote, besides what the machine itself has. */
export interface GitCredential {
  /** The part of the server that may see it: `https://github.com/`. */
  scope: string
  user: string
  password: string
}

/** Null: the machine's own way in. Asked for each operation; a credential is used for one. */
export type CredentialFor = (repository: string) => Promise<GitCredential | null>

/** What git says to a credential that is not, or no longer, right. */
const refused = /could not read (Username|Password)|Authentication failed|Invalid username or|returned error: 401/

/**
 * Runs git against a remote with the credential that belongs to it. One that is refused, since it ended in the middle, is replaced
 * once: here, and nowhere else.
 */
export async function runAuthorized(
  git: GitEnvironment,
  call: GitCall,
  { repository, credentialFor }: { repository: string; credentialFor: CredentialFor },
): Promise<GitResult> {
  const credential = await credentialFor(repository)
  if (!credential) return runGit(git, call)
  const result = await runGit(withCredential(git, credential), call)
  if (result.code === 0 || result.timedOut || !refused.test(result.stderr)) return result
  const fresh = await credentialFor(repository)
  return fresh ? runGit(withCredential(git, fresh), call) : result
}

/** By the environment: arguments can be read by every user of the machine. No helper of the machine's is asked as well. */
function withCredential({ env, flags }: GitEnvironment, { scope, user, password }: GitCredential): GitEnvironment {
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  const known = Number(env.GIT_CONFIG_COUNT ?? 0)
  const more = [
    ['credential.helper', ''],
    [`http.${scope}.extraHeader`, `Authorization: Basic ${basic}`],
  ] as const
  const added = more.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${known + index}`, key],
    [`GIT_CONFIG_VALUE_${known + index}`, value],
  ])
  return {
    flags,
    env: { ...env, ...Object.fromEntries(added), GIT_CONFIG_COUNT: String(known + more.length) },
  }
}
