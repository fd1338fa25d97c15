import type { Context } from 'hono'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { prepareForCdk } from '../../adapters/aws/prepare-for-cdk.ts'
import { createAddresses } from '../../api/addresses.ts'
import { allHandlers } from '../../api/all-handlers.ts'
import { createAuthenticate } from '../../api/authenticate.ts'
import { createApi } from '../../api/create-api.ts'
import { createCredentials } from '../../api/credentials.ts'
import { bootstrapTemplate } from './bootstrap-template.ts'
import { composePorts } from './compose-ports.ts'
import { allTold, problem, tell } from './log.ts'
import { readSettings } from './settings.ts'
import { tableWatching } from './table-watching.ts'
import { version } from './version.ts'
import { withinLambda } from './within-lambda.ts'

/** The same API as on one machine, behind an HTTP API of API Gateway. */
function start() {
  const settings = readSettings()
  const { ports, tickets } = composePorts(settings, problem, {
    jobs: async (...given) => (await import('./compose-orders.ts')).composeTaken(...given),
    elsewhere: true,
    bootstrap: prepareForCdk(bootstrapTemplate),
  })
  const own = createAddresses(settings.url)
  // CloudFront asks by the name of the API, whatever it was asked by itself.
  const hostNames = [...own.hostNames, new URL(settings.apiUrl).hostname]
  const addresses = { ...own, hostNames, live: () => settings.live.url }
  const facts = { version, isolation: 'container', warnings: [] }
  const api = createApi({
    handlers: allHandlers(ports, tableWatching(ports, tickets), facts, addresses),
    // There is no machine whose files would make an owner of somebody: the installer begins a session.
    authenticate: createAuthenticate(
      createCredentials(ports, () => false),
      addresses,
    ),
    callerOf,
    version,
    hostNames: addresses.hostNames,
    onRequest: ({ error, ...request }) => {
      if (error) tell({ err: error, ...request }, 'request failed')
    },
  })
  return { ports, answer: handle(api) }
}

/** As API Gateway saw it: what a header says of it anybody can write. */
const callerOf = ({ env }: Context): string => env?.event?.requestContext?.http?.sourceIp ?? 'unknown'

/** With its code, since a Lambda that starts has more of a processor than one that answers: nothing is asked of AWS for it. */
const { ports, answer } = start()

export async function handler(event: LambdaEvent, context: LambdaContext) {
  try {
    return withinLambda(await answer(event, context))
  } finally {
    // The Lambda is frozen with what it has not sent by then.
    await ports.live.settled()
    await allTold()
  }
}
