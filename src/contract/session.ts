import { z } from 'zod'
import { AccessInfo, Refusals } from './access.ts'
import { Actor } from './actor.ts'
import { Instant } from './names.ts'

export const SessionInfo = z.object({
  actor: Actor.describe('Who the caller is'),
  expiresAt: Instant.nullable().describe('When this browser is signed out by itself; null with a token'),
  access: AccessInfo.describe('What the caller may do'),
  refused: Refusals.describe('What the caller may not do on the whole server, and why'),
})
export type SessionInfo = z.infer<typeof SessionInfo>

/** A browser or a command line that is signed in. */
export const OpenSession = z.object({
  id: z.string(),
  actor: Actor,
  kind: z.enum(['browser', 'command-line']),
  label: z.string().describe('What it calls itself: not to be trusted'),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant.describe('To the hour'),
  current: z.boolean().describe('Whether it is this one that asks'),
})
export type OpenSession = z.infer<typeof OpenSession>

/** Whoever opens it is signed in as its maker. The code stands behind the `#`, which is sent nowhere. */
export const SignInLink = z.object({
  url: z.string(),
  expiresAt: z.iso.datetime(),
})
export type SignInLink = z.infer<typeof SignInLink>
