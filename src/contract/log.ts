import { z } from 'zod'
import { PhaseName } from './deployment.ts'
import { Instant } from './names.ts'

export const LogStream = z.enum(['out', 'err', 'trellis'])

/** One line; `seq` counts from 1 without gaps within a deployment. */
export const LogLine = z.object({
  seq: z.number().int().positive(),
  at: Instant,
  phase: PhaseName.nullable(),
  stream: LogStream.describe('trellis: said by Trellis, not by the build'),
  text: z.string().max(16_384),
})
export type LogLine = z.infer<typeof LogLine>

/** What to look for: plain text, without regard to case unless it has capitals. Colours of the log do not count. */
export const SearchLog = z.object({
  query: z.string().min(1).max(200),
  from: z.coerce.number().int().min(1).default(1).describe('The first line looked at'),
  direction: z.enum(['forward', 'backward']).default('forward'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

export const LogMatches = z.object({
  matches: z.array(z.object({ seq: z.number().int().positive(), phase: PhaseName.nullable() })),
  next: z.number().int().nullable().describe('Where to look on from; null: there are no more'),
})
export type LogMatches = z.infer<typeof LogMatches>

export const LogPage = z.object({
  lines: z.array(LogLine),
  next: z.number().int().describe('The from of the next page'),
})
export type LogPage = z.infer<typeof LogPage>
