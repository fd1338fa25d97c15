import type { OpenSession } from '../../contract/session.ts'
import type { Asker } from '../access/asker.ts'
import { can, demand } from '../access/can.ts'
import { TrellisError } from '../errors.ts'
import type { Ports } from '../ports/ports.ts'
import type { SessionRecord } from '../ports/session-store.ts'

/** Enough of a hash to tell one session from another; nothing opens with it. */
const idOf = ({ tokenHash }: SessionRecord): string => tokenHash.slice(0, 16)

/** Where the asker is signed in; with `all`, where everybody is. @throws TrellisError not_allowed */
export async function listSessions(
  ports: Ports,
  asker: Asker,
  current: SessionRecord | null,
  all: boolean,
): Promise<OpenSession[]> {
  if (all) demand(asker, 'administer', {})
  const sessions = await ports.sessions.sessions(ports.clock.now())
  const inWords = (time: number) => new Date(time).toISOString()
  return sessions
    .filter(one => all || isOf(one, asker))
    .map(one => ({
      id: idOf(one),
      actor: one.actor,
      kind: one.kind,
      label: one.label,
      createdAt: inWords(one.createdAt),
      expiresAt: inWords(one.expiresAt),
      lastUsedAt: inWords(one.lastUsedAt),
      current: one.tokenHash === current?.tokenHash,
    }))
}

/** Ends a session of the asker's own, or as an admin anybody's. @returns as endSession. @throws TrellisError session_not_found */
export async function revokeSession(ports: Ports, asker: Asker, id: string): Promise<string[]> {
  const found = (await ports.sessions.sessions(ports.clock.now())).find(one => idOf(one) === id)
  if (!found || !(isOf(found, asker) || can(asker, 'administer', {}).allowed)) {
    throw new TrellisError(
      'session_not_found',
      'There is no such session.',
      '`trellis session list` shows those there are.',
    )
  }
  await ports.sessions.end(found.tokenHash)
  return [found.tokenHash]
}

const isOf = ({ actor }: SessionRecord, asker: Asker): boolean => actor.kind === asker.kind && actor.name === asker.name
