import type { ClientOf } from './client-of.ts'

/** What following a deployment asks. */
export type Caller = Pick<ClientOf<'showDeployment' | 'readLog' | 'liveTicket'>, 'call'>
