import { z } from 'zod'
import { TrellisError } from '../errors.ts'
import type { OutboxMessage } from '../ports/outbox.ts'
import type { Ports } from '../ports/ports.ts'
import { forgetForeign } from './clone-credential.ts'
import { forgetRepositories } from './list-repositories.ts'
import { type OpenConnection, openConnection } from './open-connection.ts'

export interface Delivery {
  /** Header X-GitHub-Delivery. */
  id: string | undefined
  /** Header X-GitHub-Event. */
  event: string | undefined
  /** Header X-Hub-Signature-256. */
  signature: string | undefined
  body: Uint8Array
}

/** What is read of an event; GitHub adds to them at will. */
const Told = z.object({
  ref: z.string().optional().catch(undefined),
  deleted: z.boolean().optional().catch(undefined),
  repository: z.object({ id: z.number() }).optional().catch(undefined),
})
const branchPrefix = 'refs/heads/'
/** After these the App may read other repositories, or finds them elsewhere. */
const movers = new Set(['installation', 'installation_repositories', 'installation_target', 'repository', 'public'])

/**
 * Takes what GitHub tells. The signature is checked over the raw body before anything in it is read. What follows from it goes
 * into the outbox, in the transaction that records the delivery: a second one of the same id changes nothing.
 * @returns whether it was new
 * @throws TrellisError wrong_signature, invalid_input
 */
export async function receiveDelivery(ports: Ports, { id, event, signature, body }: Delivery): Promise<boolean> {
  const connection = await openConnection(ports)
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  if (!connection || !(await isSigned(ports, connection, text, signature))) {
    await ports.deliveries.refuse()
    throw new TrellisError(
      'wrong_signature',
      'The signature of this webhook is missing or wrong.',
      'Only the GitHub App of this server may post here. If it does, rotate its secret: `trellis github rotate`.',
    )
  }
  if (!id || !event || id.length > 100) {
    throw new TrellisError('invalid_input', 'X-GitHub-Delivery or X-GitHub-Event is missing.', 'GitHub sends both.')
  }
  const messages = await messagesOf(ports, connection, event, read(text))
  return ports.deliveries.accept(id, ports.clock.now(), messages)
}

async function isSigned(
  ports: Ports,
  { secrets }: OpenConnection,
  text: string,
  signature: string | undefined,
): Promise<boolean> {
  const now = ports.clock.now()
  const valid = secrets.filter(({ until }) => until === null || until > now).map(one => one.secret)
  return ports.github.isSigned(valid, text, signature ?? '')
}

function read(text: string): z.output<typeof Told> {
  try {
    return Told.parse(JSON.parse(text))
  } catch {
    const hint = 'Let the webhook of the GitHub App send `application/json`.'
    throw new TrellisError('invalid_input', 'The body is not JSON.', hint)
  }
}

/** The branch's head decides, never what is told of it: events arrive late, twice, or in another order. */
async function messagesOf(
  ports: Ports,
  { webUrl }: OpenConnection,
  event: string,
  { ref, deleted, repository }: z.output<typeof Told>,
): Promise<OutboxMessage[]> {
  if (movers.has(event)) {
    forgetRepositories(ports)
    forgetForeign(ports)
    return [{ kind: 'find-repositories' }]
  }
  // A tag, whatever it is called, is no branch; of a branch that is gone there is nothing to deploy.
  if (event !== 'push' || !repository || !ref?.startsWith(branchPrefix) || deleted) return []
  const branch = ref.slice(branchPrefix.length)
  const messages: OutboxMessage[] = []
  for (const { name } of await ports.apps.appsOfRepository(webUrl, repository.id)) {
    const followers = (await ports.apps.environments(name)).filter(one => one.branch === branch)
    if (followers.length > 0) messages.push({ kind: 'sync-app', app: name })
  }
  return messages
}
