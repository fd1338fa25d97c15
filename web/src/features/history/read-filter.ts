import { deploymentKinds, deploymentStates } from '../../../../src/contract/vocabulary.ts'
import type { HistoryFilter } from './queries.ts'

/** The filter that an address holds; what makes no sense in it is left out. */
export function readFilter(search: Record<string, unknown>): HistoryFilter {
  const { app, environment, actor } = search
  const kind = deploymentKinds.find(one => one === search.kind)
  const state = deploymentStates.find(one => one === search.state)
  return {
    ...(typeof app === 'string' && app ? { app } : {}),
    ...(typeof environment === 'string' && environment ? { environment } : {}),
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(typeof actor === 'string' && actor ? { actor } : {}),
  }
}
