import type { Deployment } from '../../contract/deployment.ts'
import type { LogLine } from '../../contract/log.ts'

/**
 * Tells whoever watches, as soon as it is recorded. Best effort: a watcher that misses something resumes from the last
 * seq it saw. Never throws, never waits for a slow watcher.
 */
export interface LiveUpdates {
  lines(deployment: string, lines: readonly LogLine[]): void
  deployment(deployment: Deployment): void
  /** Its settings, environments or variables are others now, or it came or went. Null: what belongs to no app, the accounts. */
  changed(app: string | null): void
}

/** Under which topics news is told: `deployment:<id>`, `app:<name>`, `apps` or `server`. */
export const topicsOf = {
  lines: (deployment: string): string[] => [`deployment:${deployment}`],
  deployment: ({ id, app }: Pick<Deployment, 'id' | 'app'>): string[] => [`deployment:${id}`, `app:${app}`, 'apps'],
  changed: (app: string | null): string[] => (app === null ? ['server'] : [`app:${app}`, 'apps']),
}
