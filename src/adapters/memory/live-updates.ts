import type { Deployment } from '../../contract/deployment.ts'
import type { LogLine } from '../../contract/log.ts'
import type { LiveUpdates } from '../../core/ports/live-updates.ts'
import { copy } from './copy.ts'

/** Records what was published, in order, for a test to look at. */
export interface RecordedLiveUpdates extends LiveUpdates {
  readonly published: Array<{ deployment: string; lines: LogLine[] } | { changed: string | null } | Deployment>
}

export function createLiveUpdates(): RecordedLiveUpdates {
  const published: RecordedLiveUpdates['published'] = []
  return {
    published,
    lines(deployment, lines) {
      published.push({ deployment, lines: copy([...lines]) })
    },
    deployment(deployment) {
      published.push(copy(deployment))
    },
    changed(app) {
      published.push({ changed: app })
    },
  }
}
