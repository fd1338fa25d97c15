import { z } from 'zod'

/** The one shape in which every failure leaves Trellis: API, `--json` on the command line, live stream. */
export const ErrorBody = z.object({
  error: z.object({
    code: z.string().describe('Stable: scripts may compare it'),
    message: z.string().describe('What went wrong and where'),
    hint: z.string().optional().describe('How to mend it'),
  }),
})
export type ErrorBody = z.infer<typeof ErrorBody>
