import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { Connections } from '../../adapters/aws/connections.ts'
import { LiveTickets } from '../../adapters/aws/live-tickets.ts'
import { type AwsLiveUpdates, createLiveUpdates } from '../../adapters/aws/live-updates.ts'
import type { Post } from '../../adapters/aws/post-to-connection.ts'
import { openTable } from '../../adapters/aws/table/open-table.ts'
import type { Ports } from '../../core/ports/ports.ts'
import { once } from '../../platform/when-asked.ts'
import type { Settings } from './settings.ts'
import { createWatchers, type Watchers } from './watchers.ts'

export interface LiveParts {
  connections: Connections
  tickets: LiveTickets
  watchers: Watchers
  post: Post
  live: AwsLiveUpdates
}

/** Told what went wrong beside what was asked. */
export type OnProblem = (error: unknown, doing: string) => void

/** Who watches, and how they are told. Apart from the rest, which the function that they talk to does not need. */
export function composeLive(
  { table: name, live }: Settings,
  { dynamo, ports }: { dynamo: DynamoDBClient; ports: Pick<Ports, 'users' | 'tokens' | 'sessions' | 'clock'> },
  onProblem: OnProblem,
): LiveParts {
  const table = openTable(dynamo, name)
  const connections = new Connections(table)
  const watchers = createWatchers(ports)
  const poster = once(async () => (await import('../../adapters/aws/post-to-connection.ts')).openPost(live.endpoint))
  const post: Post = async (connection, text) => (await poster())(connection, text)
  const updates = {
    connections,
    post,
    mayHear: watchers.mayHear,
    onProblem: (error: unknown) => onProblem(error, 'live'),
  }
  return { connections, watchers, post, tickets: new LiveTickets(table), live: createLiveUpdates(updates) }
}
