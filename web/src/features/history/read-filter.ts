import { DeploymentKind, DeploymentState } from '../../../../src/contract/deployment.ts'
import type { HistoryFilter } from './queries.ts'

/** The filter that an address holds; what makes no sense in it is left out. */
export function readFilter(search: Record<string, unknown>): HistoryFilter {
  const { app, environment, actor } = search
  const kind = DeploymentKind.safeParse(search.kind).data
  const state = DeploymentState.safeParse(search.state).data
  return {
    ...(typeof app === 'string' && app ? { app } : {}),
    ...(typeof environment === 'string' && environment ? { environment } : {}),
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(typeof actor === 'string' && actor ? { actor } : {}),
  }
}
