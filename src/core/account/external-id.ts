import { createHash } from 'node:crypto'
import type { AccountCredentials } from '../../contract/account.ts'

/**
 * What Trellis says when it assumes the role of an account: of this installation and this account alone, so that no other Trellis, and no
 * other account of this one, can be led to that role. It is made, never given, and hides nothing.
 */
export function externalIdOf(installation: string, account: string): string {
  const hash = createHash('sha256').update(`${installation}/${account}`).digest('hex')
  return `trellis-${hash.slice(0, 32)}`
}

/** Credentials as they are used: with the external id, where they are a role's. */
export function named(installation: string, account: string, credentials: AccountCredentials) {
  if (credentials.kind !== 'role') return credentials
  return { ...credentials, externalId: externalIdOf(installation, account) }
}
