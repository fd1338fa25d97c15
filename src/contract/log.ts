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

export const LogPage = z.object({
  lines: z.array(LogLine),
  next: z.number().int().describe('The from of the next page'),
})
export type LogPage = z.infer<typeof LogPage>
