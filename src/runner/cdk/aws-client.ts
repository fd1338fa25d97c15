import { Agent } from 'node:https'
import { type Access, lasting } from './lasting.ts'

/** The SDKs know nothing of a company's proxy; Node's agent does, when it is told where to look. */
export const httpsAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: 50, proxyEnv: process.env })

export type ClientConfig = ReturnType<typeof clientConfig>

/** What every AWS client of the worker is made with. */
export function clientConfig(access: Access, region: string | undefined) {
  const { region: own, endpointUrl } = access
  return {
    region: region ?? own,
    ...(endpointUrl !== null && { endpoint: endpointUrl }),
    credentials: lasting(access),
    requestHandler: { httpsAgent: httpsAgent() },
  }
}
