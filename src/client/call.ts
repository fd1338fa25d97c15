import type { RouteName } from '../contract/routes.ts'
import type { CallArguments, Output } from './route-types.ts'

/** What can call the routes of the table. */
export interface Caller {
  /** @throws ApiError; what an aborted `signal` gives as its reason */
  call<N extends RouteName>(name: N, ...input: CallArguments<N>): Promise<Output<N>>
}
