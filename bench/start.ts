import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type EmptyNode, memoryOf, startEmptyNode } from './idle.ts'
import { medianOf } from './measure.ts'
import { figure, inSeconds, type Row, withGoal } from './row.ts'
import { startTrellis, type TrellisServer } from './server.ts'

/** Long enough for Node to have given back what the start needed. */
export const idleMs = 30_000

interface Start {
  readonly server: TrellisServer
  readonly empty: EmptyNode
}

/** How soon a server answers and how much memory it takes when nobody wants anything, each beside an empty Node process. */
export async function measureStart(
  folder: string,
  {
    repeats,
    ends,
    signal,
    tell,
  }: { repeats: number; ends: AsyncDisposableStack; signal: AbortSignal; tell: (what: string) => void },
): Promise<Row[]> {
  const start = async (name: string): Promise<Start> => {
    const empty = await startEmptyNode()
    ends.defer(() => empty.stop())
    const server = await startTrellis(join(folder, name), join(folder, 'compile-cache'))
    ends.defer(() => server.stop())
    tell(`${name}: ready in ${Math.round(server.readyMs)} ms, an empty Node in ${Math.round(empty.readyMs)} ms`)
    return { server, empty }
  }
  // The first one fills Node's compile cache, as the first start after an installation does.
  const first = await start('first-start')
  await first.server.stop()
  await first.empty.stop()
  const starts: Start[] = []
  for (let repeat = 1; repeat <= repeats; repeat++) starts.push(await start(`start-${repeat}`))
  tell(`all idle for ${idleMs / 1000} s …`)
  await pause(idleMs, undefined, { signal })
  const memory = (of: (start: Start) => number) => medianOf(starts, one => memoryOf(of(one)))
  const rows = [
    withGoal('server ready', medianOf(starts, ({ server }) => server.readyMs) / 1000, 's', 1),
    withGoal(
      'memory of an idle server',
      memory(({ server }) => server.pid),
      'MB',
      130,
    ),
    inSeconds(
      'empty Node process: ready',
      medianOf(starts, ({ empty }) => empty.readyMs),
    ),
    figure(
      'empty Node process: memory',
      memory(({ empty }) => empty.pid),
      'MB',
    ),
    inSeconds('server ready, the very first start', first.server.readyMs),
  ]
  for (const { server, empty } of starts) await Promise.all([server.stop(), empty.stop()])
  return rows
}
