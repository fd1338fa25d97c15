import { z } from 'zod'
import { Actor } from './actor.ts'

export const SessionInfo = z.object({
  actor: Actor.describe('Who the caller is'),
  expiresAt: z.iso.datetime().nullable().describe('When this browser is signed out by itself; null with a token'),
})
export type SessionInfo = z.infer<typeof SessionInfo>

/** Whoever opens it is signed in as its maker. The code stands behind the `#`, which is sent nowhere. */
export const SignInLink = z.object({
  url: z.string(),
  expiresAt: z.iso.datetime(),
})
export type SignInLink = z.infer<typeof SignInLink>
