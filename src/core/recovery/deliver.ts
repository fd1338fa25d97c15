import { syncShared } from '../app/sync-shared.ts'
import { advance } from '../deployment/advance.ts'
import { pruneArtifacts } from '../deployment/kept-artifacts.ts'
import { TrellisError } from '../errors.ts'
import { findRepositories } from '../github/find-repositories.ts'
import { reportDeployments } from '../github/report-deployments.ts'
import type { OutboxEntry, OutboxMessage } from '../ports/outbox.ts'
import type { Ports } from '../ports/ports.ts'
import { settleDeployment } from './settle-deployment.ts'

/** Works off what the outbox holds, several at a time. @returns how many entries were due. @param onError told of what threw; it is tried again. */
export async function deliver(ports: Ports, onError: (error: unknown) => void): Promise<number> {
  const now = ports.clock.now()
  const entries = await ports.outbox.take(now, now + ports.limits.settleAttempt + 30_000, 20)
  // What is asked twice is done once.
  const works = Map.groupBy(entries, one => JSON.stringify(one.message))
  await Promise.all([...works.values()].map(alike => work(ports, alike, onError)))
  return entries.length
}

async function work(ports: Ports, alike: readonly OutboxEntry[], onError: (error: unknown) => void): Promise<void> {
  const [first] = alike
  if (!first) return
  let retryAt = 0
  const done = await handle(ports, first.message).catch((error: unknown) => {
    onError(error)
    if (error instanceof TrellisError) retryAt = error.retryAt ?? 0
    return false
  })
  for (const { id, attempts } of alike) {
    if (done) await ports.outbox.done(id)
    else {
      const usual = ports.clock.now() + Math.min(60_000, 500 * 2 ** attempts)
      await ports.outbox.postpone(id, Math.max(usual, retryAt))
    }
  }
}

/** What goes by itself. */
const passing = new Set<string>(['github_unavailable', 'repository_unreachable'])

async function handle(ports: Ports, message: OutboxMessage): Promise<boolean> {
  switch (message.kind) {
    case 'sync-app': {
      const problem = await syncShared(ports, message.app)
      // Where webhooks tell of pushes nobody looks again for long.
      if (problem && passing.has(problem.code) && (await ports.apps.app(message.app))?.github) throw problem
      return true
    }
    case 'find-repositories':
      await findRepositories(ports)
      return true
    case 'report-deployments':
      await reportDeployments(ports, message.app, message.environment)
      return true
    case 'settle-deployment':
      return settleDeployment(ports, message.deployment)
    case 'start-waiting':
      await advance(ports)
      return true
    case 'prune-artifacts':
      await pruneArtifacts(ports)
      return true
  }
}
