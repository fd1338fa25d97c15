import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DemoRepository } from '../src/cli/demo/repository.ts'
import { medianOf, percentile } from './measure.ts'
import { account, type Place } from './place.ts'
import { figure, type Row, withGoal } from './row.ts'
import { type Received, watchLines } from './watch-lines.ts'

const app = 'lines'
const environment = 'development'
const folder = fileURLToPath(new URL('log-app', import.meta.url))
/** As `log-app/write-lines.mjs` writes them. */
const written = 12_000

interface Latency {
  readonly p50: number
  readonly p99: number
  readonly worst: number
  readonly perSecond: number
  readonly missing: number
}

/** How long a line takes from the build's write to a watcher, at a thousand lines a second. */
export async function measureLog(place: Place, repeats: number, tell: (what: string) => void): Promise<Row[]> {
  const { server, signal } = place
  const { client } = server
  const repository = await DemoRepository.create(join(place.folder, app), folder)
  await client.call('createApp', { body: { name: app, repository: repository.path, account } })
  const params = { app, environment }
  await client.call('setEnvironment', { params, body: { branch: null } })
  const [first] = await client.call('listDeployments', { params: { app } })
  if (first) await client.follow(first, { signal })
  const runs: Latency[] = []
  // The first one fills the compile caches and does not count.
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const deployment = await client.call('deploy', { params, body: { branch: 'main' } })
    const run = latencyOf(await watchLines(client, deployment, signal))
    if (repeat > 0) runs.push(run)
    const { p50, p99, perSecond, missing } = run
    tell(
      `${repeat === 0 ? 'warm-up' : `round ${repeat}`}: p50 ${p50} ms, p99 ${p99} ms, ${Math.round(perSecond)} lines/s, ${missing} lost or out of order`,
    )
  }
  return [
    withGoal(
      'log line to watcher at 1,000 lines/s: p50',
      medianOf(runs, run => run.p50),
      'ms',
      60,
    ),
    withGoal(
      'log line to watcher at 1,000 lines/s: p99',
      medianOf(runs, run => run.p99),
      'ms',
      300,
    ),
    withGoal(
      'log lines lost or out of order',
      runs.reduce((sum, run) => sum + run.missing, 0),
      'lines',
      0,
    ),
    figure(
      'log lines received, all rounds',
      written * runs.length - runs.reduce((sum, run) => sum + run.missing, 0),
      'lines',
    ),
    figure(
      'log line to watcher: slowest of a round',
      medianOf(runs, run => run.worst),
      'ms',
    ),
    figure(
      'pace at which the build wrote',
      medianOf(runs, run => run.perSecond),
      'lines/s',
    ),
  ]
}

/** A line counts as there only if it came right after the one before it, by Trellis's numbers and by its own. */
function latencyOf(received: readonly Received[]): Latency {
  const delays: number[] = []
  const writtenAt: number[] = []
  for (const [index, { line, at }] of received.entries()) {
    const [, number, moment] = /^line (\d+) (\d+)$/.exec(line.text) ?? []
    if (Number(number) !== writtenAt.length + 1 || line.seq !== index + 1) continue
    writtenAt.push(Number(moment))
    delays.push(at - Number(moment))
  }
  const lasted = (writtenAt.at(-1) ?? 0) - (writtenAt[0] ?? 0)
  return {
    p50: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
    worst: Math.max(...delays),
    perSecond: (writtenAt.length * 1000) / lasted,
    missing: written - delays.length,
  }
}
