import { z } from 'zod'
import { Actor } from './actor.ts'
import { Instant } from './names.ts'

/** A command line asks to be let in, as RFC 8628 has it. */
export const RequestLogin = z.strictObject({
  machine: z
    .string()
    .max(200)
    .default('')
    .transform(name => name.replaceAll(/[^\p{L}\p{N} ._@:+-]/gu, ' ').trim())
    .describe('By what people know it again'),
})
export type RequestLogin = z.input<typeof RequestLogin>

export const LoginStarted = z.object({
  deviceCode: z.string().describe('What it shows when it asks whether it is in'),
  userCode: z.string().describe('What a person types'),
  verificationUri: z.string().describe('Where'),
  verificationUriComplete: z.string().describe('The same, with the code in it'),
  expiresIn: z.number().int().describe('Seconds'),
  interval: z.number().int().describe('Seconds between two questions'),
})
export type LoginStarted = z.infer<typeof LoginStarted>

export const LoginDone = z.object({ token: z.string(), actor: Actor, expiresAt: Instant })
export type LoginDone = z.infer<typeof LoginDone>

/** As people see it who are to approve it. */
export const LoginShown = z.object({
  machine: z.string().describe('What it calls itself: not to be trusted'),
  address: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
})
export type LoginShown = z.infer<typeof LoginShown>

/** People type it as they like: small or capital, with the dash or without. */
export const UserCode = z
  .string()
  .max(20)
  .transform(code => code.toUpperCase().replaceAll(/[^A-Z]/g, ''))
