import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { DemoRepository } from '../src/cli/demo/repository.ts'
import type { Client } from '../src/client/client.ts'
import { isFinal } from '../src/contract/vocabulary.ts'
import { FakeCloud } from '../tests/support/pipeline/fake-cloud.ts'
import { type Conditions, keys } from './conditions.ts'
import { memoryOf, processorTimeOf } from './idle.ts'
import { medianOf, timed } from './measure.ts'
import { figure, inSeconds, type Row, withGoal } from './row.ts'
import { startTrellis, type TrellisServer } from './server.ts'
import type { PagesToTime } from './time-pages.ts'

const app = 'flood'
const place = { app, environment: 'development' }
const lines = 1_000_000
/** The usual page of the API. */
const pageLines = 1_000
const folder = fileURLToPath(new URL('flood-app', import.meta.url))

interface Flood {
  readonly grown: number
  readonly tookMs: number
  readonly missing: number
  /** Milliseconds until the last byte of each page was there, the quickest first. */
  readonly pages: readonly number[]
  /** The same by Trellis's client, which checks what it gets. */
  readonly checked: readonly number[]
  /** What a page took of the server's processor, in milliseconds: other programs make it wait, and change little of that. */
  readonly work: number
}

/** A build that prints a million lines: what the server makes of it, and how soon a page of that log is there. */
export async function measureFlood(folder: string, conditions: Conditions): Promise<Row[]> {
  const { repeats, tell } = conditions
  const rounds: Flood[] = []
  for (let round = 1; round <= repeats; round++) {
    const flood = await oneFlood(join(folder, `flood-${round}`), join(folder, 'compile-cache'), conditions)
    rounds.push(flood)
    const { grown, tookMs, missing, pages, work } = flood
    tell(
      `round ${round}: ${(tookMs / 1000).toFixed(1)} s, ${missing} lines missing, memory grew by ${grown.toFixed(0)} MB, slowest page ${slowest(pages).toFixed(1)} ms, ${work.toFixed(1)} ms of the processor a page`,
    )
  }
  const missing = rounds.reduce((sum, round) => sum + round.missing, 0)
  const grown = medianOf(rounds, round => round.grown)
  const page = medianOf(rounds, round => slowest(round.pages))
  const most = medianOf(rounds, ({ pages }) => pages[Math.floor(pages.length * 0.99)] ?? Number.NaN)
  return [
    withGoal('a build that prints 1,000,000 lines: lines not stored', missing, 'lines', 0),
    withGoal('a build that prints 1,000,000 lines: memory of the server grows by', grown, 'MB', 60),
    withGoal('a log of 1,000,000 lines: slowest page of 1,000', page, 'ms', 30),
    figure('a log of 1,000,000 lines: 99 of 100 pages within', most, 'ms'),
    figure(
      'a log of 1,000,000 lines: slowest page, read and checked by the client',
      medianOf(rounds, ({ checked }) => slowest(checked)),
      'ms',
    ),
    figure(
      'a log of 1,000,000 lines: processor time of the server for a page',
      medianOf(rounds, round => round.work),
      'ms',
    ),
    inSeconds(
      'a build that prints 1,000,000 lines: until it has ended',
      medianOf(rounds, round => round.tookMs),
    ),
  ]
}

const slowest = (pages: readonly number[]): number => pages.at(-1) ?? Number.NaN

/** Each with a server of its own: what one flood has left in its memory would hide the next. */
async function oneFlood(folder: string, compileCache: string, { ends, signal }: Conditions): Promise<Flood> {
  await using here = new AsyncDisposableStack()
  ends.defer(() => here.disposeAsync())
  const cloud = await FakeCloud.start()
  here.defer(() => cloud.stop())
  const server = await startTrellis(join(folder, 'trellis'), compileCache)
  here.defer(() => server.stop())
  const { client } = server
  await connect(client, join(folder, app), cloud.endpoint)
  // What it loads for its first deployment is not the flood's.
  await print(client, 1_000, signal)
  const before = memoryOf(server.pid)
  const most = watchMemory(server)
  const { ms, result: number } = await timed(() => print(client, lines, signal))
  const grown = most() - before
  return { grown, tookMs: ms, ...(await readAll(server, number)) }
}

async function connect(client: Client, path: string, endpointUrl: string): Promise<void> {
  const repository = await DemoRepository.create(path, folder)
  await client.call('addAccount', { body: { name: 'bench', region: 'us-east-1', endpointUrl, credentials: keys } })
  await client.call('createApp', {
    body: { name: app, repository: repository.path, account: 'bench', environments: [place.environment] },
  })
  await client.call('setEnvironment', { params: place, body: { branch: null } })
}

/** @returns the deployment's number */
async function print(client: Client, count: number, signal: AbortSignal): Promise<number> {
  await client.call('setVariables', { params: place, body: [{ key: 'LINES', value: String(count), plain: true }] })
  const { number } = await client.call('deploy', { params: place, body: { branch: 'main' } })
  for (;;) {
    const { state, failure } = await client.call('showDeployment', { params: { ...place, number } })
    if (state === 'succeeded') return number
    if (isFinal(state)) throw new Error(`The flood ${state}: ${failure?.message}`)
    await pause(100, undefined, { signal })
  }
}

/** @returns how to end it, and to learn the most that there was */
function watchMemory({ pid }: TrellisServer): () => number {
  let most = 0
  const look = setInterval(() => {
    most = Math.max(most, memoryOf(pid))
  }, 20)
  return () => {
    clearInterval(look)
    return most
  }
}

type Read = Pick<Flood, 'missing' | 'pages' | 'checked' | 'work'>

/**
 * Every page twice, each time from the last to the first, so that none profits from the one before it: first to be timed, by a process
 * that does nothing else, then to be checked.
 */
async function readAll({ url, token, pid, client }: TrellisServer, number: number): Promise<Read> {
  const { lastSeq } = await client.call('showDeployment', { params: { ...place, number } })
  const starts: number[] = []
  for (let from = lastSeq - (lastSeq % pageLines) + 1; from >= 1; from -= pageLines) starts.push(from)
  const path = `${url}/api/v1/apps/${app}/environments/${place.environment}/deployments/${number}/log`
  const worked = processorTimeOf(pid)
  const pages = await timePages({ urls: starts.map(from => `${path}?from=${from}&limit=${pageLines}`), token })
  const work = (processorTimeOf(pid) - worked) / pages.length
  return { ...(await checkAll(client, number, starts)), pages: ascending(pages), work }
}

/** @returns milliseconds until the last byte of each was there */
async function timePages(asked: PagesToTime): Promise<readonly number[]> {
  const child = fork(fileURLToPath(new URL('time-pages.ts', import.meta.url)))
  child.send(asked)
  const told = once(child, 'message') as Promise<[readonly number[]]>
  const ended = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`Whoever times the pages ended with ${code}`)
  })
  const [[pages]] = await Promise.all([told, ended])
  return pages
}

async function checkAll(client: Client, number: number, starts: readonly number[]) {
  const checked: number[] = []
  let found = 0
  let expected = lines
  for (const from of starts) {
    const query = { from, limit: pageLines }
    const { ms, result } = await timed(() => client.call('readLog', { params: { ...place, number }, query }))
    checked.push(ms)
    for (const { text } of result.lines.toReversed()) {
      if (!text.startsWith(`line ${expected} of `)) continue
      expected -= 1
      found += 1
    }
  }
  return { missing: lines - found, checked: ascending(checked) }
}

const ascending = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b)
