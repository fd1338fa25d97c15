import { syncApp } from '../app/sync-app.ts'
import { pruneArtifacts } from '../deployment/kept-artifacts.ts'
import type { OutboxMessage } from '../ports/outbox.ts'
import type { Ports } from '../ports/ports.ts'
import { settleDeployment } from './settle-deployment.ts'

/** Works off what the outbox holds, several at a time. @returns how many entries were due. @param onError told of what threw; it is tried again. */
export async function deliver(ports: Ports, onError: (error: unknown) => void): Promise<number> {
  const now = ports.clock.now()
  const entries = await ports.outbox.take(now, now + ports.limits.settleAttempt + 30_000, 20)
  await Promise.all(
    entries.map(async entry => {
      const done = await handle(ports, entry.message).catch(error => {
        onError(error)
        return false
      })
      if (done) return ports.outbox.done(entry.id)
      await ports.outbox.postpone(entry.id, ports.clock.now() + Math.min(60_000, 500 * 2 ** entry.attempts))
    }),
  )
  return entries.length
}

async function handle(ports: Ports, message: OutboxMessage): Promise<boolean> {
  switch (message.kind) {
    case 'sync-app':
      await syncApp(ports, message.app)
      return true
    case 'settle-deployment':
      return settleDeployment(ports, message.deployment)
    case 'prune-artifacts':
      await pruneArtifacts(ports)
      return true
  }
}
