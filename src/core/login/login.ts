import type { Actor } from '../../contract/actor.ts'
import type { LoginShown } from '../../contract/login.ts'
import { type Asker, recorded } from '../access/asker.ts'
import { demandPerson } from '../access/can.ts'
import { personAsks } from '../access/who-asks.ts'
import { TrellisError } from '../errors.ts'
import { hashToken } from '../job/hash-token.ts'
import type { LoginRequest } from '../ports/login-store.ts'
import type { Ports } from '../ports/ports.ts'
import { sessionLifetime } from '../session/redeem-sign-in-link.ts'
import { userCode } from './user-code.ts'

export const loginLifetime = 10 * 60_000
/** Seconds between two questions of a command line. */
export const loginInterval = 2

/** A command line asks to be let in. @returns the codes that it shows: only their hashes are kept */
export async function requestLogin(
  ports: Ports,
  { machine, address }: { machine: string; address: string },
): Promise<{ deviceCode: string; userCode: string }> {
  const deviceCode = ports.ids.token()
  const code = userCode(ports.ids)
  const createdAt = ports.clock.now()
  await ports.logins.addLogin({
    deviceHash: hashToken(deviceCode),
    codeHash: hashToken(code.replace('-', '')),
    ...{ machine, address, createdAt },
    expiresAt: createdAt + loginLifetime,
    decision: null,
    askedAt: null,
  })
  return { deviceCode, userCode: code }
}

/** @throws TrellisError login_not_found */
export async function showLogin(ports: Ports, asker: Asker, code: string): Promise<LoginShown> {
  demandPerson(asker, 'let a command line in')
  const { machine, address, createdAt, expiresAt } = await found(ports, code)
  return {
    machine,
    address,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  }
}

/** Lets a command line in as the asker, or turns it away. @throws TrellisError login_not_found */
export async function decideLogin(ports: Ports, asker: Asker, code: string, approved: boolean): Promise<void> {
  demandPerson(asker, 'let a command line in')
  const decision = approved ? ({ approved, actor: recorded(asker) } as const) : ({ approved } as const)
  if (await ports.logins.decideLogin(hashToken(code), decision, ports.clock.now())) return
  throw notThere()
}

/**
 * Begins the session of a command line that was let in. Errors are those of RFC 8628.
 * @throws TrellisError authorization_pending, slow_down, access_denied, expired_token
 */
export async function pollLogin(
  ports: Ports,
  deviceCode: string,
): Promise<{ token: string; actor: Actor; expiresAt: number }> {
  const deviceHash = hashToken(deviceCode)
  const now = ports.clock.now()
  const request = await ports.logins.askLogin(deviceHash, now)
  if (!request) throw new TrellisError('expired_token', 'This login is over.', 'Run `trellis login` again.')
  if (request.decision === null) {
    // A little less than the interval: clocks and networks are not exact.
    if (request.askedAt !== null && now - request.askedAt < loginInterval * 500) {
      throw new TrellisError(
        'slow_down',
        'It was asked a moment ago.',
        `Wait ${loginInterval} seconds between two questions.`,
      )
    }
    throw new TrellisError('authorization_pending', 'Nobody has approved it yet.', 'Ask again in a moment.')
  }
  const taken = await ports.logins.takeLogin(deviceHash)
  if (!taken?.decision?.approved)
    throw new TrellisError('access_denied', 'It was turned away.', 'Run `trellis login` again.')
  const { actor } = taken.decision
  // Whoever let it in may have been shut out since.
  if (!(await personAsks(ports, actor)))
    throw new TrellisError('access_denied', `${actor.name} may not come in any more.`)
  const token = ports.ids.token()
  const expiresAt = now + sessionLifetime
  await ports.sessions.begin({
    tokenHash: hashToken(token),
    ...{ actor, kind: 'command-line', label: taken.machine, createdAt: now, expiresAt, lastUsedAt: now },
  })
  return { token, actor, expiresAt }
}

async function found(ports: Ports, code: string): Promise<LoginRequest> {
  const request = await ports.logins.login(hashToken(code), ports.clock.now())
  if (request && request.decision === null) return request
  throw notThere()
}

const notThere = () =>
  new TrellisError(
    'login_not_found',
    'No command line shows this code now.',
    'Codes are good for ten minutes: look at the one that `trellis login` shows, or run it again.',
  )
