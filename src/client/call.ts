import type { LiveMessage } from '../contract/live.ts'
import type { RouteName } from '../contract/routes.ts'
import type { CallArguments, Output } from './route-types.ts'

/** Who asks a server, and understands what it tells live. */
export interface Caller<Known extends RouteName = RouteName> {
  /** @throws ApiError; what an aborted `signal` gives as its reason */
  call<N extends Known>(name: N, ...input: CallArguments<N>): Promise<Output<N>>
  /** Null for what a newer server may say that this program does not know. */
  readMessage(data: string): LiveMessage | null
}

/** What following a deployment asks. */
export type Follower = Caller<'showDeployment' | 'readLog' | 'liveTicket'>
