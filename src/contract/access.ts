import { z } from 'zod'
import { Slug } from './names.ts'
import { roles, tokenActions } from './vocabulary.ts'

export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/** What can be asked of Trellis. `push` is a deployment that nobody clicked. */
export const Action = z.enum([
  'read',
  'administer',
  'set-variables',
  'deploy',
  'push',
  'promote',
  'rollback',
  'teardown',
  'cancel',
])
export type Action = z.infer<typeof Action>

export const TokenAction = Action.extract(tokenActions)
export type TokenAction = z.infer<typeof TokenAction>

/** Names of people at GitHub, in small letters: they are the same in any. */
export const Login = z
  .string()
  .regex(/^[a-zA-Z\d](?:[a-zA-Z\d_-]{0,37}[a-zA-Z\d])?$/, 'is not a name of a person at GitHub')
  .transform(name => name.toLowerCase())
  .refine(name => name !== 'owner' && name !== 'trellis', 'is a name that Trellis keeps for itself')

const people = z.array(Login).max(100).nullable().describe('Null: every deployer. Else these people, and admins')

/** Who may change what runs in an environment. */
export const Allow = z.object({ deploy: people, promote: people, rollback: people, teardown: people })
export type Allow = z.infer<typeof Allow>
export const SetAllow = Allow.partial().strict()

/** Action → why the caller may not. What is not in it, the caller may. */
export const Refusals = z.partialRecord(Action, z.string())
export type Refusals = z.infer<typeof Refusals>

/** What the caller may do: on the whole server, and more on some apps. */
export const AccessInfo = z.object({
  role: Role.nullable(),
  apps: z.record(z.string(), Role),
  scope: z
    .object({
      app: Slug.nullable(),
      environments: z.array(Slug).nullable(),
      actions: z.array(TokenAction),
    })
    .nullable()
    .describe('What a token is narrowed to; null: nothing but the roles'),
})
export type AccessInfo = z.infer<typeof AccessInfo>
