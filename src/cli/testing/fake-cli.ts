import { after, beforeEach } from 'node:test'
import { type Handlers, type Request, startFakeServer } from '../../client/testing/fake-server.ts'
import type { RouteName } from '../../contract/routes.ts'
import { type CliOptions, runCli } from './run-cli.ts'

/** The command line and a server that answers it, for one file of tests: each begins with the usual answers. */
export async function openFakeCli() {
  const fake = await startFakeServer()
  after(() => fake[Symbol.asyncDispose]())
  const base = fake.handlers
  let asked: Request | null = null
  beforeEach(() => {
    fake.handlers = { ...base }
    asked = null
  })
  return {
    fake,
    url: fake.url,
    /** What came last to a route that `answer` was given. */
    asked: (): Request | null => asked,
    /** Answers one route, and keeps what it was asked. */
    answer<N extends RouteName>(name: N, handler: NonNullable<Handlers[N]>): void {
      const keeping = (request: Request) => {
        asked = request
        return handler(request)
      }
      fake.handlers[name] = keeping as Handlers[N]
    },
    cli: (line: string, options: CliOptions = {}) => runCli(line.split(' '), { url: fake.url, ...options }),
  }
}
