import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '../src/client/client.ts'
import { isFinal } from '../src/contract/vocabulary.ts'
import { freePort } from '../src/emulator/port.ts'
import { openTransport } from '../src/runner/session/transport.ts'
import { FakeCloud } from '../tests/support/pipeline/fake-cloud.ts'
import { Repository } from '../tests/support/pipeline/repository.ts'
import { type Conditions, keys } from './conditions.ts'
import { medianOf } from './measure.ts'
import { figure, type Row, withGoal } from './row.ts'
import type { FromServer, FromWatchers, ToServer, ToWatchers } from './watchers/messages.ts'
import { runScript } from './watchers/runner.ts'

const watchers = 1_000
const environments = 50
const app = 'crowd'
const seconds = 20
/** Of the log that is watched, and of each other one. */
const pace = { watched: 50, other: 10 }
const watched = 'env-1'

interface Crowd {
  readonly p50: number
  readonly p99: number
  readonly wrong: number
}

/** Many watchers of one log while many environments deploy: how long a line takes to each of them. */
export async function measureWatchers(folder: string, conditions: Conditions): Promise<Row[]> {
  const { repeats, tell } = conditions
  const rounds: Crowd[] = []
  for (let round = 1; round <= repeats; round++) {
    const crowd = await oneCrowd(join(folder, `crowd-${round}`), conditions)
    rounds.push(crowd)
    tell(`round ${round}: p50 ${crowd.p50} ms, p99 ${crowd.p99} ms, ${crowd.wrong} errors and lost lines`)
  }
  const what = `${watchers.toLocaleString('en-US')} watchers of one log, ${environments} environments deploying`
  return [
    withGoal(
      `${what}: line to watcher, p99`,
      medianOf(rounds, round => round.p99),
      'ms',
      1_000,
    ),
    withGoal(
      `${what}: errors, and lines lost or out of order`,
      rounds.reduce((sum, round) => sum + round.wrong, 0),
      'lines',
      0,
    ),
    figure(
      `${what}: line to watcher, p50`,
      medianOf(rounds, round => round.p50),
      'ms',
    ),
  ]
}

async function oneCrowd(folder: string, { ends, signal }: Conditions): Promise<Crowd> {
  await using here = new AsyncDisposableStack()
  ends.defer(() => here.disposeAsync())
  const cloud = await FakeCloud.start()
  here.defer(() => cloud.stop())
  const start = (name: string) => {
    const child = fork(fileURLToPath(new URL(`watchers/${name}.ts`, import.meta.url)))
    here.defer(() => void child.kill('SIGKILL'))
    return child
  }
  const server = start('server')
  const begin = Promise.withResolvers<void>()
  const runners: Promise<void>[] = []
  const places = new Map<string, string>()
  const home = join(folder, 'home')
  const { url, token } = await ready(server, home)
  const client = createClient({ url, token })
  const transport = await openTransport(url)
  here.defer(() => transport.close())
  server.on('message', (message: FromServer) => {
    if (message.kind !== 'machine') return
    const perSecond = () => (message.deployment === places.get(watched) ? pace.watched : pace.other)
    const script = { seconds, perSecond, begin: begin.promise }
    const over: ToServer = { kind: 'over', deployment: message.deployment }
    runners.push(runScript(transport, message.token, script).finally(() => server.send(over)))
  })
  await connect(client, join(folder, 'repository'), cloud.endpoint)
  const names = Array.from({ length: environments }, (_, index) => `env-${index + 1}`)
  for (const environment of names) {
    const { id } = await client.call('deploy', { params: { app, environment }, body: { branch: 'main' } })
    places.set(environment, id)
  }
  // The first environment of the app deploys its branch, too.
  while (runners.length <= environments) await pause(20, undefined, { signal })
  const crowd = start('watchers')
  const wish: ToWatchers = {
    kind: 'watch',
    url,
    token,
    deployment: places.get(watched) ?? '',
    watchers,
    lines: seconds * pace.watched,
  }
  crowd.send(wish)
  await heard(crowd, 'watching')
  const end = heard(crowd, 'seen')
  begin.resolve()
  await Promise.all(runners)
  const seen = await end
  await allSucceeded(client, names)
  const at = (share: number) => percentileOf(seen.delays, share)
  return { p50: at(0.5), p99: at(0.99), wrong: seen.missing + seen.errors.length }
}

async function ready(server: ChildProcess, home: string): Promise<{ url: string; token: string }> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const start: ToServer = { kind: 'start', home, port: await freePort(), builds: environments + 1 }
  server.send(start)
  const [message] = (await once(server, 'message')) as [FromServer]
  if (message.kind !== 'ready') throw new Error(`The server began with ${message.kind}`)
  return { url: message.url, token: (await readFile(join(home, 'token'), 'utf8')).trim() }
}

async function heard<K extends FromWatchers['kind']>(
  crowd: ChildProcess,
  kind: K,
): Promise<Extract<FromWatchers, { kind: K }>> {
  const [message] = (await once(crowd, 'message')) as [FromWatchers]
  if (message.kind !== kind) throw new Error(`The watchers said ${message.kind}, not ${kind}`)
  return message as Extract<FromWatchers, { kind: K }>
}

async function connect(client: Client, path: string, endpointUrl: string): Promise<void> {
  const repository = new Repository(path)
  repository.commit({ 'trellis.yml': 'deploy: echo deployed\n' }, 'Deploy')
  await client.call('addAccount', { body: { name: 'bench', region: 'us-east-1', endpointUrl, credentials: keys } })
  const names = Array.from({ length: environments }, (_, index) => `env-${index + 1}`)
  await client.call('createApp', { body: { name: app, repository: path, account: 'bench', environments: ['first'] } })
  for (const name of names) {
    await client.call('addEnvironment', { params: { app }, body: { name } })
  }
}

async function allSucceeded(client: Client, names: readonly string[]): Promise<void> {
  for (const environment of names) {
    const { state, failure } = await client.call('showDeployment', { params: { app, environment, number: 'latest' } })
    if (!isFinal(state) || state !== 'succeeded') throw new Error(`${environment} ${state}: ${failure?.message}`)
  }
}

function percentileOf(delays: readonly number[], share: number): number {
  const all = delays.reduce((sum, count) => sum + count, 0)
  let passed = 0
  return delays.findIndex(count => {
    passed += count
    return passed >= all * share
  })
}
