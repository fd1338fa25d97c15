import { TrellisError } from '../errors.ts'
import { hashToken } from '../job/hash-token.ts'
import type { Ports } from '../ports/ports.ts'
import type { SessionRecord } from '../ports/session-store.ts'

export const sessionLifetime = 30 * 24 * 60 * 60_000

/**
 * Begins a session with the code of a link, which is used up by it.
 * @returns also the token that the browser shows from now on; only its hash is kept
 * @throws TrellisError sign_in_link_invalid
 */
export async function redeemSignInLink(ports: Ports, code: string): Promise<{ token: string; session: SessionRecord }> {
  const token = ports.ids.token()
  const createdAt = ports.clock.now()
  const draft = { tokenHash: hashToken(token), createdAt, expiresAt: createdAt + sessionLifetime }
  const session = await ports.sessions.redeem(hashToken(code), draft)
  if (session) return { token, session }
  throw new TrellisError(
    'sign_in_link_invalid',
    'This sign-in link was used already, is older than ten minutes, or was never one.',
    'Run `trellis dashboard` on the server for a new one.',
  )
}
