import { type RouteName, routes } from '../contract/routes.ts'
import { type ClientOf, type ClientOptions, createClientOf } from './client-of.ts'
import { type Follow, followWith } from './follow.ts'

export type { ClientOptions } from './client-of.ts'

export interface Client extends ClientOf<RouteName> {
  /** Watches a deployment until it has ended and all its lines were seen. */
  follow: Follow
}

/** Calls of every route. */
export function createClient(options: ClientOptions): Client {
  const client: Client = {
    ...createClientOf(routes, options),
    follow: (target, watch) => followWith(client, options.WebSocket ?? WebSocket, target, watch),
  }
  return client
}
