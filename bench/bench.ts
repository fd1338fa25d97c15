import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Conditions } from './conditions.ts'
import { measureFlood } from './flood.ts'
import { memoryOf } from './idle.ts'
import { measureIsolations } from './isolations.ts'
import { measureLog } from './log-latency.ts'
import { machine } from './machine.ts'
import { measurePackage } from './package.ts'
import { measurePipeline } from './pipeline.ts'
import { makePlace } from './place.ts'
import { print, write } from './report.ts'
import { figure, type Row } from './row.ts'
import { measureScale } from './scale.ts'
import { idleMs, measureStart } from './start.ts'
import { measureWatchers } from './watchers.ts'
import { measureWebhooks } from './webhooks.ts'

const parts = ['start', 'package', 'scale', 'webhooks', 'isolations', 'flood', 'watchers', 'pipeline', 'log'] as const
type Part = (typeof parts)[number]
type Measure = (folder: string, conditions: Conditions) => Promise<Row[]>
/** Parts that bring their own servers, in this order. */
const alone = {
  start: measureStart,
  package: measurePackage,
  scale: measureScale,
  webhooks: measureWebhooks,
  isolations: measureIsolations,
  flood: measureFlood,
  watchers: measureWatchers,
} satisfies Partial<Record<Part, Measure>>
const usual = 5

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [...parts] },
    repeats: { type: 'string', default: String(usual) },
  },
})
const repeats = Number(values.repeats)
const unknown = values.only.find(name => !parts.includes(name as Part))
if (unknown !== undefined || !Number.isInteger(repeats) || repeats < 1) {
  console.error(`Usage: npm run bench -- [--only ${parts.join('|')}]… [--repeats N]`)
  process.exit(2)
}
const wanted = (part: Part) => values.only.includes(part)
const tell = (part: Part) => (what: string) => console.error(`${part}: ${what}`)

const ends = new AsyncDisposableStack()
const interrupted = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interrupted.abort(new Error(`Ended by ${name}.`)))
}
const { signal } = interrupted

async function measure(): Promise<Row[]> {
  // Short: a socket's path has room for 107 bytes, and tsx makes one in a build's temporary folder.
  const folder = await mkdtemp(join(tmpdir(), 'tb-'))
  ends.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const rows: Row[] = []
  // First, while nothing else of ours runs.
  for (const [part, measurePart] of Object.entries(alone) as [keyof typeof alone, Measure][]) {
    if (wanted(part)) rows.push(...(await measurePart(join(folder, part), { repeats, ends, signal, tell: tell(part) })))
  }
  if (!wanted('pipeline') && !wanted('log')) return rows
  const place = await makePlace(folder, ends, signal)
  const worked: Row[] = []
  if (wanted('pipeline')) worked.push(...(await measurePipeline(place, repeats, tell('pipeline'))))
  if (wanted('log')) worked.push(...(await measureLog(place, repeats, tell('log'))))
  await pause(idleMs, undefined, { signal })
  return [
    ...worked,
    ...rows,
    figure('memory of the server after all of this, idle again', memoryOf(place.server.pid), 'MB'),
  ]
}

const where = machine()
try {
  const rows = await measure()
  print(rows)
  // Half a measurement must not take the place of a whole one.
  if (repeats >= usual && parts.every(wanted)) await write(where, rows)
  else console.error(`Nothing was written: only all parts with ${usual} repeats or more are kept.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await ends.disposeAsync()
}
