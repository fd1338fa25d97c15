import { createHmac, randomUUID } from 'node:crypto'

/** The headers with which GitHub posts an event. */
export function signed(secret: string, event: string, body: string, id: string = randomUUID()): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/044aadd',
    'x-github-delivery': id,
    'x-github-event': event,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
}
