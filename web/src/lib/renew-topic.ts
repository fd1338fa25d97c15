import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { keys } from './keys.ts'

/** Which answers a topic keeps up to date. */
function keptUpBy(topic: string): readonly QueryKey[] {
  const [kind, name = ''] = topic.split(':')
  if (kind === 'server') return [keys.server]
  if (kind === 'app') return [keys.app(name), keys.deploymentsOf(name), keys.apps, keys.history]
  return [keys.apps, keys.history]
}

/**
 * From now on the page is told what happens to a topic. What was asked before may be older than that, and is asked anew; an answer
 * that is still on its way is shown first, since the page has nothing else to show. What was refused stays so until somebody tries again.
 */
export function renewTopic(queries: QueryClient, topic: string): void {
  for (const queryKey of keptUpBy(topic)) {
    for (const query of queries.getQueryCache().findAll({ queryKey, predicate: isFirstOnItsWay })) {
      const renew = () => void queries.invalidateQueries({ queryKey: query.queryKey, exact: true })
      query.promise?.then(renew, () => undefined)
    }
    void queries.invalidateQueries({ queryKey, predicate: isAnswered })
  }
}

const isAnswered = ({ state }: Query): boolean => state.data !== undefined

const isFirstOnItsWay = ({ state }: Query): boolean => state.data === undefined && state.fetchStatus === 'fetching'
