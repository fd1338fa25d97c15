import { type Asker, recorded } from '../access/asker.ts'
import { demandPerson } from '../access/can.ts'
import { hashToken } from '../job/hash-token.ts'
import type { Ports } from '../ports/ports.ts'

const lifetime = 10 * 60_000

/** A code that signs a browser in as this actor, once. Only its hash is kept: it is told here and never again. */
export async function createSignInLink(
  ports: Pick<Ports, 'sessions' | 'clock' | 'ids'>,
  asker: Asker,
): Promise<{ code: string; expiresAt: number }> {
  demandPerson(asker, 'sign a browser in')
  const now = ports.clock.now()
  // Every session begins with a link: what prunes here keeps both from piling up.
  await ports.sessions.prune(now)
  const code = ports.ids.token()
  const expiresAt = now + lifetime
  await ports.sessions.addLink({ codeHash: hashToken(code), actor: recorded(asker), expiresAt })
  return { code, expiresAt }
}
