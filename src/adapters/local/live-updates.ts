import type { Deployment } from '../../contract/deployment.ts'
import type { LogLine } from '../../contract/log.ts'
import { type LiveUpdates, topicsOf } from '../../core/ports/live-updates.ts'

/** Called at once, in the order of publishing. Must be quick: whoever serves a slow watcher remembers where it stands, and reads the log. */
export interface LiveListener {
  lines(lines: readonly LogLine[]): void
  deployment(deployment: Deployment): void
  changed(app: string | null): void
}

export interface LocalLiveUpdates extends LiveUpdates {
  /**
   * @param topic `deployment:<id>`, `app:<name>`, `apps` or `server`
   * @returns ends the subscription; may be called twice.
   */
  subscribe(topic: string, listener: LiveListener): () => void
}

/** Publish and subscribe within one process. Keeps nothing for anybody, so that a slow watcher costs no memory. */
export function createLiveUpdates(): LocalLiveUpdates {
  /** A subscription is an object of its own: the same listener may subscribe twice. */
  const topics = new Map<string, Set<{ listener: LiveListener }>>()

  function publish(topic: string, tell: (listener: LiveListener) => void): void {
    for (const subscription of [...(topics.get(topic) ?? [])]) {
      // It may have ended while another one was told.
      if (!topics.get(topic)?.has(subscription)) continue
      try {
        tell(subscription.listener)
      } catch {
        leave(topic, subscription)
      }
    }
  }

  function leave(topic: string, subscription: { listener: LiveListener }): void {
    const subscriptions = topics.get(topic)
    subscriptions?.delete(subscription)
    if (subscriptions?.size === 0) topics.delete(topic)
  }

  return {
    lines(deployment, lines) {
      if (lines.length === 0) return
      for (const topic of topicsOf.lines(deployment)) publish(topic, listener => listener.lines(lines))
    },
    deployment(deployment) {
      for (const topic of topicsOf.deployment(deployment)) publish(topic, listener => listener.deployment(deployment))
    },
    changed(app) {
      for (const topic of topicsOf.changed(app)) publish(topic, listener => listener.changed(app))
    },
    subscribe(topic, listener) {
      const subscription = { listener }
      topics.set(topic, (topics.get(topic) ?? new Set()).add(subscription))
      return () => leave(topic, subscription)
    },
  }
}
