import type { Actor } from '../../contract/actor.ts'
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
export async function redeemSignInLink(
  ports: Ports,
  code: string,
  label = '',
): Promise<{ token: string; session: SessionRecord }> {
  const { token, draft } = newSession(ports, label)
  const session = await ports.sessions.redeem(hashToken(code), draft)
  if (session) return { token, session }
  throw new TrellisError(
    'sign_in_link_invalid',
    'This sign-in link was used already, is older than ten minutes, or was never one.',
    'Run `trellis dashboard` for a new one, on the server or where a command line is signed in to it.',
  )
}

/** Begins the session of a person who proved elsewhere who they are. */
export async function beginSession(ports: Ports, actor: Actor, label: string): Promise<string> {
  const { token, draft } = newSession(ports, label)
  await ports.sessions.prune(draft.createdAt)
  await ports.sessions.begin({ ...draft, actor, lastUsedAt: draft.createdAt })
  return token
}

function newSession(ports: Ports, label: string) {
  const token = ports.ids.token()
  const createdAt = ports.clock.now()
  const lasts = { createdAt, expiresAt: createdAt + sessionLifetime }
  return { token, draft: { tokenHash: hashToken(token), kind: 'browser', label, ...lasts } as const }
}
