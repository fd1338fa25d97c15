import { type LiveUpdates, topicsOf } from '../../core/ports/live-updates.ts'
import type { Connections } from './connections.ts'
import type { Watcher } from './items/connection.ts'
import { changedMessage, deploymentMessage, lineMessages } from './live-messages.ts'
import type { Post } from './post-to-connection.ts'

/** Posts at once: a thousand watchers are told within a second, and API Gateway is not run over. */
export const postsAtOnce = 64

export interface AwsLiveUpdates extends LiveUpdates {
  /** When all that was published is on its way: a Lambda that answers before that is frozen with it. Never throws. */
  settled(): Promise<void>
}

type Watching = { connection: string; watcher: Watcher }

interface Parts {
  connections: Connections
  post: Post
  /** Asked for each message: what somebody may see can change while they watch. @param app null: it is not known, or there is none */
  mayHear(watcher: Watcher, app: string | null): Promise<boolean>
  /** Told what could not be delivered; watchers resume from what they saw last. */
  onProblem(error: unknown): void
}

/** Posts to everybody who watches, wherever they are connected; one message after the other, so that they arrive in order. */
export function createLiveUpdates({ connections, post, mayHear, onProblem }: Parts): AwsLiveUpdates {
  let tail: Promise<void> = Promise.resolve()

  /** @param app whose news it is; null: the watch itself was allowed, and that was enough */
  function publish(topic: string, app: string | null, messages: readonly string[]): void {
    tail = tail.then(() => deliver(topic, app, messages)).catch(onProblem)
  }

  async function deliver(topic: string, app: string | null, messages: readonly string[]): Promise<void> {
    const watching = await connections.watching(topic)
    const tellNext = async (): Promise<void> => {
      for (let one = watching.pop(); one !== undefined; one = watching.pop()) await offer(one, app, messages)
    }
    await Promise.all(Array.from({ length: Math.min(postsAtOnce, watching.length) }, tellNext))
  }

  async function offer({ connection, watcher }: Watching, app: string | null, messages: readonly string[]) {
    try {
      if (await mayHear(watcher, app)) await tell(connection, messages)
    } catch (error) {
      onProblem(error)
    }
  }

  async function tell(id: string, messages: readonly string[]): Promise<void> {
    for (const message of messages) {
      if ((await post(id, message)) === 'sent') continue
      await connections.drop(id)
      return
    }
  }

  return {
    lines(deployment, lines) {
      if (lines.length === 0) return
      for (const topic of topicsOf.lines(deployment)) publish(topic, null, lineMessages(topic, lines))
    },
    deployment(deployment) {
      for (const topic of topicsOf.deployment(deployment)) {
        publish(topic, deployment.app, [deploymentMessage(topic, deployment)])
      }
    },
    changed(app) {
      for (const topic of topicsOf.changed(app)) publish(topic, app, [changedMessage(topic, app)])
    },
    settled: () => tail,
  }
}
