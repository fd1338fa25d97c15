import { doors } from 'virtual:doors'
import type { AnyInput } from '../../../src/client/build-request.ts'
import type { Caller } from '../../../src/client/call.ts'
import type { CallArguments, Output } from '../../../src/client/route-types.ts'
import { send } from '../../../src/client/send.ts'
import type { LiveMessage } from '../../../src/contract/live.ts'
import type { PeoplesRouteName } from '../../../src/contract/routes.ts'
import { fetchEarly } from './fetch-early.ts'

const server = { server: '', token: null, fetch: fetchEarly }

/**
 * The server that served this page; the session's cookie goes along by itself. Its answers are taken at their word
 * (docs/decisions/0021).
 */
export const client: Caller<PeoplesRouteName> = {
  async call<N extends PeoplesRouteName>(name: N, ...[input]: CallArguments<N>): Promise<Output<N>> {
    const given = (input as unknown as AnyInput | undefined) ?? {}
    return (await send(server, doors[name], given)) as Output<N>
  },
  readMessage(data) {
    try {
      return JSON.parse(data) as LiveMessage
    } catch {
      return null
    }
  },
}
