import { z } from 'zod'
import { TokenAction } from './access.ts'
import { Instant, Slug } from './names.ts'

export const CreateToken = z.strictObject({
  name: Slug,
  app: Slug.optional().describe('Default: every app'),
  environments: z.array(Slug).min(1).max(50).optional().describe('Default: every environment'),
  actions: z
    .array(TokenAction)
    .min(1)
    .default(['read', 'deploy', 'promote', 'rollback', 'teardown'])
    .describe('Whoever may begin something somewhere may cancel there, too'),
  expiresInDays: z.number().int().min(1).max(3_650).nullable().default(90).describe('Null: never'),
})
export type CreateToken = z.input<typeof CreateToken>

export const ApiToken = z.object({
  name: Slug,
  maker: z.string().describe('It may never do more than whoever made it'),
  app: Slug.nullable(),
  environments: z.array(Slug).nullable(),
  actions: z.array(TokenAction),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  expired: z.boolean(),
  lastUsedAt: Instant.nullable().describe('To the minute'),
})
export type ApiToken = z.infer<typeof ApiToken>

/** The token itself is told here, once. */
export const NewToken = ApiToken.extend({ token: z.string() })
export type NewToken = z.infer<typeof NewToken>
