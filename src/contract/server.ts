import { z } from 'zod'
import { Actor } from './actor.ts'

export const Health = z.object({ status: z.literal('ok'), version: z.string() })

export const ServerInfo = z.object({
  version: z.string(),
  isolation: z.string().describe('How builds are kept apart: container, sandbox or process'),
  warnings: z.array(z.string()),
  builds: z.object({ limit: z.number().int().nullable(), running: z.number().int() }),
  actor: Actor.describe('Who the caller is'),
})
export type ServerInfo = z.infer<typeof ServerInfo>
