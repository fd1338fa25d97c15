import { type RunningServer, startServer } from '../../src/entry/local.ts'
import type { FromServer, ToServer } from './messages.ts'

/** Trellis in a process of its own, whose build machines are elsewhere: it tells its parent whom to start. */
const running = new Set<string>()
let server: RunningServer | undefined

const say = (message: FromServer): void => void process.send?.(message)

process.on('message', (message: ToServer) => {
  if (message.kind === 'over') running.delete(message.deployment)
  else if (message.kind === 'start') void start(message)
})

async function start({ home, port, builds }: Extract<ToServer, { kind: 'start' }>): Promise<void> {
  server = await startServer({
    ...{ home, port, builds, host: '127.0.0.1', isolation: 'process', pollEvery: 3_600_000, dashboard: false },
    logLevel: 'error',
    machines: {
      sizes: false,
      async start(deployment, token) {
        running.add(deployment)
        say({ kind: 'machine', deployment, token })
      },
      async stop(deployment) {
        running.delete(deployment)
      },
      status: async deployment => (running.has(deployment) ? 'running' : 'gone'),
      whyGone: async () => null,
      taken: async () => undefined,
    },
  })
  say({ kind: 'ready', url: server.url })
}
