import { Agent } from 'node:https'
import type { WorkerAccess } from './messages.ts'

/** The SDKs know nothing of a company's proxy; Node's agent does, when it is told where to look. */
export const httpsAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: 50, proxyEnv: process.env })

export type ClientConfig = ReturnType<typeof clientConfig>

/** What every AWS client of the worker is made with. */
export function clientConfig({ region: own, endpointUrl, credentials }: WorkerAccess, region: string | undefined) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  return {
    region: region ?? own,
    ...(endpointUrl !== null && { endpoint: endpointUrl }),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    requestHandler: { httpsAgent: httpsAgent() },
  }
}
