import type { Actor } from '../../contract/actor.ts'
import { hashToken } from '../job/hash-token.ts'
import type { Ports } from '../ports/ports.ts'

/** Signs one browser out. @returns the hashes of the tokens that open nothing any more */
export async function endSession(ports: Ports, token: string): Promise<string[]> {
  const tokenHash = hashToken(token)
  await ports.sessions.end(tokenHash)
  return [tokenHash]
}

/**
 * Signs every browser of this actor out. Command lines stay: an installation in AWS is left no way back in by it but for them, and each
 * is ended by itself (`revokeSession`). @returns as `endSession`
 */
export const endAllBrowsers = (ports: Ports, { kind, name }: Actor): Promise<string[]> =>
  ports.sessions.endAllOf({ kind, name }, 'browser')
