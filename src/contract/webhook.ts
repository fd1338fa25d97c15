import { z } from 'zod'

/** Where a plain git host posts its pushes, and the secret that signs them (shown once). */
export const WebhookSecret = z.object({
  path: z.string().describe('On this server: /webhooks/git/<app>'),
  secret: z.string(),
  replaced: z.boolean().describe('Whether there was one before it, which no longer signs anything'),
})
export type WebhookSecret = z.infer<typeof WebhookSecret>
