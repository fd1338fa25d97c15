import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createSessionStore } from '../../adapters/aws/session-store.ts'
import { openTable } from '../../adapters/aws/table/open-table.ts'
import { signInUrl } from '../../api/handle-session.ts'
import { owner, recorded } from '../../core/access/asker.ts'
import { hashToken } from '../../core/job/hash-token.ts'
import { createSignInLink } from '../../core/session/create-sign-in-link.ts'
import { sessionLifetime } from '../../core/session/redeem-sign-in-link.ts'
import { createClock } from '../../platform/clock.ts'
import { createIds } from '../../platform/ids.ts'
import { clientConfig } from '../../runner/cdk/aws-client.ts'
import type { Cloud, Standing } from './cloud.ts'

export interface Admitted {
  /** Signs a browser in, once. */
  signInLink: string
  /** Lets this command line in. */
  token: string
  expiresAt: string
}

/** Lets in whoever installs: they may write the records themselves, so that nothing else has to know them. */
export async function admitOwner({ access }: Cloud, { outputs }: Standing, machine: string): Promise<Admitted> {
  const client = new DynamoDBClient(clientConfig(access, undefined))
  try {
    const clock = createClock()
    const sessions = createSessionStore(openTable(client, outputs.TableName ?? ''))
    const ports = { sessions, clock, ids: createIds(clock) }
    const { code } = await createSignInLink(ports, owner)
    const token = ports.ids.token()
    const now = clock.now()
    const expiresAt = now + sessionLifetime
    await sessions.begin({
      tokenHash: hashToken(token),
      ...{ actor: recorded(owner), kind: 'command-line', label: machine, createdAt: now, expiresAt, lastUsedAt: now },
    })
    return { signInLink: signInUrl(outputs.Url ?? '', code), token, expiresAt: new Date(expiresAt).toISOString() }
  } finally {
    client.destroy()
  }
}
