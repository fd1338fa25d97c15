import type { Deployment } from '../../contract/deployment.ts'
import type { LogLine } from '../../contract/log.ts'
import { type LiveUpdates, topicsOf } from '../../core/ports/live-updates.ts'
import { copy } from './copy.ts'

/** Records what was published, in order, for a test to look at. */
export interface RecordedLiveUpdates extends LiveUpdates {
  readonly published: News[]
  /** What those heard who watched a topic all the time. */
  heard(topic: string): News[]
}

type News = { deployment: string; lines: LogLine[] } | { changed: string | null } | Deployment

const topicsOfNews = (news: News): string[] => {
  if ('lines' in news) return topicsOf.lines(news.deployment)
  return 'changed' in news ? topicsOf.changed(news.changed) : topicsOf.deployment(news)
}

export function createLiveUpdates(): RecordedLiveUpdates {
  const published: RecordedLiveUpdates['published'] = []
  return {
    published,
    heard: topic => published.filter(news => topicsOfNews(news).includes(topic)),
    lines(deployment, lines) {
      if (lines.length > 0) published.push({ deployment, lines: copy([...lines]) })
    },
    deployment(deployment) {
      published.push(copy(deployment))
    },
    changed(app) {
      published.push({ changed: app })
    },
  }
}
