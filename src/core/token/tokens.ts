import type { z } from 'zod'
import { type ApiToken, CreateToken, type NewToken } from '../../contract/token.ts'
import type { Asker } from '../access/asker.ts'
import { can, demandPerson } from '../access/can.ts'
import { findApp, findEnvironment } from '../app/find-app.ts'
import { TrellisError } from '../errors.ts'
import { hashToken } from '../job/hash-token.ts'
import type { Ports } from '../ports/ports.ts'
import type { TokenRecord } from '../ports/token-store.ts'

const day = 24 * 60 * 60_000

/** Known again when it is found where it should not be. */
const prefix = 'trellis_'

/**
 * Makes a token that may do what it is made for, and never more than its maker may. Only its hash is kept: it is told here
 * and never again.
 * @throws TrellisError not_allowed, app_not_found, environment_not_found, already_exists
 */
export async function createToken(ports: Ports, asker: Asker, wish: z.output<typeof CreateToken>): Promise<NewToken> {
  demandPerson(asker, 'make a token')
  const { name, app, environments, actions, expiresInDays } = CreateToken.parse(wish)
  if (app) await findApp(ports, app)
  if (app) for (const environment of environments ?? []) await findEnvironment(ports, app, environment)
  const token = prefix + ports.ids.token()
  const createdAt = ports.clock.now()
  const record: TokenRecord = {
    name,
    hash: hashToken(token),
    maker: asker.access.login,
    scope: { app: app ?? null, environments: environments ?? null, actions: [...new Set(actions)] },
    createdAt,
    expiresAt: expiresInDays === null ? null : createdAt + expiresInDays * day,
    lastUsedAt: null,
  }
  await ports.tokens.addToken(record)
  return { ...show(record, createdAt), token }
}

/** The asker's own; for an admin, those of all. */
export async function listTokens(ports: Ports, asker: Asker): Promise<ApiToken[]> {
  const now = ports.clock.now()
  return (await ports.tokens.tokens()).filter(one => isTheirs(one, asker)).map(one => show(one, now))
}

/** @throws TrellisError token_not_found, also for one that is somebody else's */
export async function revokeToken(ports: Ports, asker: Asker, name: string): Promise<void> {
  const theirs = (await ports.tokens.tokens()).some(one => one.name === name && isTheirs(one, asker))
  if (theirs && (await ports.tokens.removeToken(name))) return
  throw new TrellisError('token_not_found', `There is no token ${name} of yours.`, '`trellis token list` shows them.')
}

const isTheirs = ({ maker }: TokenRecord, asker: Asker): boolean =>
  (asker.kind === 'user' && maker === asker.access.login) || can(asker, 'administer', {}).allowed

function show({ name, maker, scope, createdAt, expiresAt, lastUsedAt }: TokenRecord, now: number): ApiToken {
  const inWords = (time: number | null) => (time === null ? null : new Date(time).toISOString())
  return {
    name,
    maker,
    ...scope,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: inWords(expiresAt),
    expired: expiresAt !== null && expiresAt <= now,
    lastUsedAt: inWords(lastUsedAt),
  }
}
