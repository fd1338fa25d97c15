import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Conditions } from './conditions.ts'
import { type EmptyNode, memoryOf, startEmptyNode } from './idle.ts'
import { medianOf } from './measure.ts'
import { figure, inSeconds, type Row, withGoal } from './row.ts'
import { startTrellis, type TrellisServer, trellis } from './server.ts'

/** Long enough for Node to have given back what the start needed. */
export const idleMs = 30_000

interface Start {
  readonly server: TrellisServer
  readonly empty: EmptyNode
}

/** Medians of several starts, each beside an empty Node process. */
export interface Starts {
  readonly readyMs: number
  readonly memory: number
  readonly emptyReadyMs: number
  readonly emptyMemory: number
  /** Of the very first start, which fills Node's compile cache, as the one after an installation does. */
  readonly firstReadyMs: number
}

/** How soon a server answers and how much memory it takes when nobody wants anything. */
export async function measureStart(folder: string, conditions: Conditions): Promise<Row[]> {
  const starts = await startsOf(folder, conditions, trellis)
  return [
    withGoal('server ready', starts.readyMs / 1000, 's', 1),
    withGoal('memory of an idle server', starts.memory, 'MB', 130),
    inSeconds('empty Node process: ready', starts.emptyReadyMs),
    figure('empty Node process: memory', starts.emptyMemory, 'MB'),
    inSeconds('server ready, the very first start', starts.firstReadyMs),
  ]
}

/** @param program what is started: the `trellis` of a checkout or of a package */
export async function startsOf(
  folder: string,
  { repeats, ends, signal, tell }: Conditions,
  program: string,
): Promise<Starts> {
  const start = async (name: string): Promise<Start> => {
    const empty = await startEmptyNode()
    ends.defer(() => empty.stop())
    const server = await startTrellis(join(folder, name), join(folder, 'compile-cache'), { program })
    ends.defer(() => server.stop())
    tell(`${name}: ready in ${Math.round(server.readyMs)} ms, an empty Node in ${Math.round(empty.readyMs)} ms`)
    return { server, empty }
  }
  const first = await start('first-start')
  await first.server.stop()
  await first.empty.stop()
  const starts: Start[] = []
  for (let repeat = 1; repeat <= repeats; repeat++) starts.push(await start(`start-${repeat}`))
  tell(`all idle for ${idleMs / 1000} s …`)
  await pause(idleMs, undefined, { signal })
  const memory = (of: (start: Start) => number) => medianOf(starts, one => memoryOf(of(one)))
  const found = {
    readyMs: medianOf(starts, ({ server }) => server.readyMs),
    memory: memory(({ server }) => server.pid),
    emptyReadyMs: medianOf(starts, ({ empty }) => empty.readyMs),
    emptyMemory: memory(({ empty }) => empty.pid),
    firstReadyMs: first.server.readyMs,
  }
  for (const { server, empty } of starts) await Promise.all([server.stop(), empty.stop()])
  return found
}
