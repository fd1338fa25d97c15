import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import type { UserRecord } from '../ports/user-store.ts'
import { whoMayCome } from './who-may-come.ts'

/** Asked so often, and looked for every minute, nobody who left stays for five minutes. */
const often = 3 * 60_000

/**
 * Asks GitHub anew about everybody who could use something now, and shuts out whoever belongs to nothing any more. While
 * GitHub does not answer they stay, for an hour (see `personAsks`).
 * @param everybody also those who were asked about a moment ago: what is let in has changed
 * @returns the hashes of the tokens of the sessions that it ended
 */
export async function checkPeople(ports: Ports, { everybody = false } = {}): Promise<string[]> {
  const now = ports.clock.now()
  const [users, sessions, tokens] = await Promise.all([
    ports.users.users(),
    ports.sessions.sessions(now),
    ports.tokens.tokens(),
  ])
  const here = new Set([...sessions.map(one => one.actor.name), ...tokens.map(one => one.maker)])
  const ended: string[] = []
  for (const user of users) {
    if (!user.admitted || !here.has(user.login)) continue
    if (!everybody && now - (user.confirmedAt ?? 0) < often) continue
    ended.push(...(await check(ports, user)))
  }
  return ended
}

async function check(ports: Ports, { login, confirmedAt }: UserRecord): Promise<string[]> {
  try {
    const welcome = await whoMayCome(ports, login, true)
    if (welcome) {
      const at = welcome.confirmed ? ports.clock.now() : null
      if (at !== confirmedAt) await ports.users.updateUser(login, { confirmedAt: at })
      return []
    }
  } catch (error) {
    // Not an answer; whoever nobody vouched for so far has an hour from now on.
    if (!(error instanceof TrellisError)) throw error
    if (confirmedAt === null) await ports.users.updateUser(login, { confirmedAt: ports.clock.now() })
    return []
  }
  // Even the last admin: whoever can read the token file still is one.
  await ports.users.updateUser(login, { admitted: false }, { forced: true })
  return ports.sessions.endAllOf({ kind: 'user', name: login })
}
