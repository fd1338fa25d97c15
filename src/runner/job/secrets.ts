import type { CloudCredentials, JobSpec } from '../../contract/job.ts'

/** An emulator takes any keys, and people write `test`: hiding that word would black out half of the log. */
const shortestKey = 12

export const secretsOf = ({ secretAccessKey, sessionToken }: CloudCredentials): string[] =>
  [secretAccessKey, sessionToken ?? ''].filter(key => key.length >= shortestKey)

/** Everything of a job that must not show up in its log. */
export function jobSecrets(spec: JobSpec): string[] {
  const variables = spec.variables.filter(({ secret }) => secret).map(({ value }) => value)
  return [...variables, ...secretsOf(spec.account.credentials), ...passwordOf(spec.repository.url)]
}

function passwordOf(address: string): string[] {
  try {
    const { password, username } = new URL(address)
    // A token often stands where the user's name belongs.
    return [password, ...(username.length >= 20 ? [username] : [])].filter(Boolean).map(decodeURIComponent)
  } catch {
    return []
  }
}
