import { z } from 'zod'
import { Deployment } from './deployment.ts'
import { LogLine } from './log.ts'

/** Single use, 30 s. The client sends it as the first message `{"ticket":"…"}`, so that it stands in no URL. */
export const LiveTicket = z.object({ url: z.string(), ticket: z.string() })
export type LiveTicket = z.infer<typeof LiveTicket>

/** `deployment:<id>` (its lines from `from` on, then its changes) or `app:<name>` (changes of its deployments and settings) or `apps` (those of all) or `server` (what belongs to no app: its accounts). */
export const LiveTopic = z.string().regex(/^(deployment:[\w-]+|app:[a-z][a-z0-9-]+|apps|server)$/)

export const LiveRequest = z.union([
  z.object({ ticket: z.string() }),
  z.object({ subscribe: LiveTopic, from: z.number().int().positive().default(1) }),
  z.object({ unsubscribe: LiveTopic }),
])
export type LiveRequest = z.input<typeof LiveRequest>

export const LiveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }).describe('The ticket was accepted'),
  z
    .object({ type: z.literal('watching'), topic: LiveTopic })
    .describe('Of apps and the server: told of all that happens from here on. Ask anew what was asked before'),
  z.object({ type: z.literal('lines'), topic: LiveTopic, lines: z.array(LogLine) }),
  z.object({ type: z.literal('deployment'), topic: LiveTopic, deployment: Deployment }),
  z
    .object({
      type: z.literal('changed'),
      topic: LiveTopic,
      app: z.string().nullable().describe('Null: of the server'),
    })
    .describe('Settings: ask anew'),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
])
export type LiveMessage = z.infer<typeof LiveMessage>
