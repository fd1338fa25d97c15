import { z } from 'zod'

/** The one shape in which every failure leaves Trellis: API, `--json` on the command line, live stream. */
export const ErrorBody = z.object({
  error: z.object({
    code: z.string().describe('Stable: scripts may compare it'),
    message: z.string().describe('What went wrong and where'),
    hint: z.string().optional().describe('How to mend it'),
    fields: z
      .array(z.object({ field: z.string().describe('Such as `variables.1.key`'), message: z.string() }))
      .optional()
      .describe('Which parts of the input are wrong, and what is, where that is what went wrong'),
  }),
})
export type ErrorBody = z.infer<typeof ErrorBody>
