import type { Deployment } from '../../contract/deployment.ts'
import type { LiveMessage } from '../../contract/live.ts'
import type { LogLine } from '../../contract/log.ts'

/** Of API Gateway, 128 KB, with some room for the frame around the lines. */
const mostBytes = 120 * 1024

/** Lines as messages that API Gateway can carry. */
export function lineMessages(topic: string, lines: readonly LogLine[]): string[] {
  const messages: string[] = []
  let part: LogLine[] = []
  let bytes = 0
  const close = (): void => {
    if (part.length > 0) messages.push(text({ type: 'lines', topic, lines: part }))
    part = []
    bytes = 0
  }
  for (const line of lines) {
    const size = Buffer.byteLength(JSON.stringify(line)) + 1
    if (bytes + size > mostBytes) close()
    part.push(line)
    bytes += size
  }
  close()
  return messages
}

/** A deployment too large for a message is asked for anew by whoever hears that something changed. */
export function deploymentMessage(topic: string, deployment: Deployment): string {
  const message = text({ type: 'deployment', topic, deployment })
  return Buffer.byteLength(message) <= mostBytes ? message : changedMessage(topic, deployment.app)
}

export const changedMessage = (topic: string, app: string | null): string => text({ type: 'changed', topic, app })

const text = (message: LiveMessage): string => JSON.stringify(message)
