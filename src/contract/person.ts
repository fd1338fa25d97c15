import { z } from 'zod'
import { Role } from './access.ts'
import { Instant, Slug } from './names.ts'

export const Member = z.object({
  login: z.string(),
  name: z.string().nullable(),
  role: Role.nullable().describe('On the whole server; null: only what `apps` gives'),
  apps: z.record(z.string(), Role).describe('App → role, of the apps that the caller may see'),
  admitted: z.boolean().describe('False: shut out, since GitHub says that they belong to nothing that is let in'),
  lastSeenAt: Instant.nullable().describe('When they last signed in; null: never'),
})
export type Member = z.infer<typeof Member>

export const SetMember = z.strictObject({
  role: Role,
  app: Slug.optional().describe('On this app alone; default: on the whole server'),
})
export type SetMember = z.input<typeof SetMember>

/** Whom sign-in lets in. */
export const Who = z
  .string()
  .regex(
    /^(@[a-zA-Z\d][\w-]{0,38}|[a-zA-Z\d][a-zA-Z\d-]{0,38}(\/[\w-]{1,100})?)$/,
    'is neither an organisation `acme`, nor a team `acme/platform`, nor a person `@mia`',
  )
  .transform(who => who.toLowerCase())
  .describe('An organisation `acme`, a team `acme/platform`, or a person `@mia`')

export const Admission = z.object({ who: z.string(), role: Role })
export type Admission = z.infer<typeof Admission>
export const SetAdmission = z.strictObject({
  who: Who,
  role: Role.default('viewer').describe(
    'What somebody who comes for the first time is; it changes nobody who is known',
  ),
})
export type SetAdmission = z.input<typeof SetAdmission>

/** What the sign-in page can offer. */
export const SignInWays = z.object({
  github: z.object({ name: z.string(), url: z.string() }).nullable().describe('Null: no GitHub App is connected'),
})
export type SignInWays = z.infer<typeof SignInWays>
