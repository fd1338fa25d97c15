import type { Client } from '../src/client/client.ts'
import type { Deployment } from '../src/contract/deployment.ts'
import type { LogLine } from '../src/contract/log.ts'

/** A deployment as whoever asked for it saw it. */
export interface Watched {
  readonly deployment: Deployment
  readonly lines: readonly LogLine[]
  /** Milliseconds since 1970, as the records count, when it was asked for and when its end was heard. */
  readonly askedAt: number
  readonly heardAt: number
}

/** Asks for a deployment and watches it to its end, as `trellis deploy --follow` does. @throws Error when it fails */
export async function watch(client: Client, ask: () => Promise<Deployment>, signal: AbortSignal): Promise<Watched> {
  const askedAt = now()
  const lines: LogLine[] = []
  const deployment = await client.follow(await ask(), { signal, onLines: fresh => lines.push(...fresh) })
  const heardAt = now()
  if (deployment.state === 'succeeded') return { deployment, lines, askedAt, heardAt }
  const { app, environment, number, state, failure } = deployment
  throw new Error(
    `${app} ${environment} #${number} ${state}: ${failure?.message}\n${lines.slice(-30).map(tell).join('\n')}`,
  )
}

const tell = ({ phase, text }: LogLine): string => `  ${phase ?? ''} ${text}`

/** The clock of the records, finer than a millisecond. */
const now = (): number => performance.timeOrigin + performance.now()
