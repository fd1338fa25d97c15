import { z } from 'zod'

/** Who asked for something: a person, a machine's token, or Trellis itself (a push that it saw, a time-out). */
export const Actor = z.object({
  kind: z.enum(['user', 'token', 'system']),
  name: z.string(),
})
export type Actor = z.infer<typeof Actor>
