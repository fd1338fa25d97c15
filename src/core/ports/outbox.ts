/** Work that must happen after an answer was given. Handlers are idempotent: it may be handed out twice. */
export type OutboxMessage =
  | { kind: 'sync-app'; app: string }
  | { kind: 'settle-deployment'; deployment: string }
  | { kind: 'prune-artifacts' }
  /** Starts what waits, where an environment is free for it. */
  | { kind: 'start-waiting' }
  /** Looks whether the apps are still where they were at GitHub. */
  | { kind: 'find-repositories' }
  /** Tells GitHub how the deployments of an environment are doing. */
  | { kind: 'report-deployments'; app: string; environment: string }

export interface OutboxEntry {
  id: string
  /** How often it was taken before. */
  attempts: number
  message: OutboxMessage
}

/**
 * Delivered at least once. Other stores take messages along with a change, write both in one transaction,
 * and such a message is due at once.
 * Times are milliseconds since 1970.
 */
export interface Outbox {
  put(message: OutboxMessage, notBefore: number): Promise<void>
  /** Hands out due entries, oldest first; each is not handed out again before `leaseUntil`, unless it is postponed. */
  take(now: number, leaseUntil: number, limit: number): Promise<OutboxEntry[]>
  /** No-op when it is gone. */
  done(id: string): Promise<void>
  /** Tries again at `notBefore`. No-op when it is gone. */
  postpone(id: string, notBefore: number): Promise<void>
}
