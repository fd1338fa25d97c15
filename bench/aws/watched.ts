import { join } from 'node:path'
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs'
import { findServer } from '../../src/cli/connection.ts'
import { createClient } from '../../src/client/client.ts'
import { openLive } from '../../src/client/live-socket.ts'
import type { RunningMinistack } from '../../src/emulator/ministack.ts'
import { Session } from '../../src/runner/session/session.ts'
import { openTransport } from '../../src/runner/session/transport.ts'
import { outputsOf } from '../../tests/e2e/aws/what-stands.ts'
import { clientConfig } from '../../tests/support/emulator.ts'
import type { Cli } from '../../tests/support/pipeline/cli.ts'
import { Repository } from '../../tests/support/pipeline/repository.ts'
import { until } from '../../tests/support/pipeline/until.ts'
import { figure, type Row, withGoal } from '../row.ts'

const warm = 10
const lines = 100

interface Place {
  folder: string
  home: string
  cli: Cli
  emulator: RunningMinistack
  gitUrl: string
  ends: AsyncDisposableStack
}

/** From the post of a line by a runner until a watcher has it: through API, Lambda, DynamoDB and WebSocket. */
export async function measureWatched({ folder, home, cli, emulator, gitUrl, ends }: Place): Promise<Row[]> {
  const { endpoint } = emulator
  new Repository(join(folder, 'git/shop')).commit({ 'trellis.yml': 'deploy: "true"\n' }, 'one')
  const keys = 'AKIAEXAMPLEEXAMPLE12 secretsecretsecretsecretsecretsecretsecret'
  const account = ['account', 'add', 'main', '--region', 'us-east-1', '--endpoint-url', endpoint, '--keys-from-stdin']
  await cli.json(account, { input: keys })
  const repository = `${gitUrl}/shop/.git`
  await cli.json(['app', 'create', 'shop', '--repo', repository, '--environments', 'development', '--account', 'main'])
  const order = await orderOf(emulator)
  const transport = await openTransport(order.url)
  ends.defer(() => transport.close())
  const session = await Session.claim(transport, order.token)

  const client = createClient(findServer(home, {}))
  const { url, ticket } = await client.call('liveTicket')
  const topic = `deployment:${order.deployment}`
  const over = new AbortController()
  const heard = new Map<number, (at: number) => void>()
  const { promise: connected, resolve: connect } = Promise.withResolvers<void>()
  const followed = (async () => {
    const live = openLive(WebSocket, client.readMessage, {
      url,
      ticket,
      topic,
      from: () => 1,
      idleMs: 600_000,
      signal: over.signal,
    })
    for await (const item of live) {
      if (item === 'idle') return
      if (item.type === 'deployment') connect()
      if (item.type === 'lines') for (const { seq } of item.lines) heard.get(seq)?.(performance.now())
    }
  })()
  followed.catch(() => undefined)
  await connected
  const took: number[] = []
  for (let seq = 1; seq <= warm + lines; seq++) {
    const { promise, resolve } = Promise.withResolvers<number>()
    heard.set(seq, resolve)
    const began = performance.now()
    const at = new Date().toISOString()
    await session.post([{ type: 'log', seq, at, line: seq, phase: null, stream: 'out', text: `line ${seq}` }])
    if (seq > warm) took.push((await promise) - began)
  }
  over.abort()
  await followed.catch(() => undefined)
  const sorted = took.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  return [
    withGoal('log line to a watcher, through Lambda and WebSocket, p50', at(0.5), 'ms', 400),
    figure('the same, p95', at(0.95), 'ms'),
  ]
}

async function orderOf(emulator: RunningMinistack) {
  const ecs = new ECSClient(clientConfig(emulator))
  const cluster = (await outputsOf(emulator.endpoint, 'trellis')).Cluster
  const task = await until('a task', async () => {
    const { taskArns: tasks = [] } = await ecs.send(new ListTasksCommand({ cluster }))
    return tasks.length > 0 && (await ecs.send(new DescribeTasksCommand({ cluster, tasks }))).tasks?.[0]
  })
  ecs.destroy()
  const given = task.overrides?.containerOverrides?.[0]?.environment ?? []
  const answer = await fetch(given.find(({ name }) => name === 'TRELLIS_ORDER')?.value ?? '')
  return (await answer.json()) as { url: string; token: string; deployment: string }
}
