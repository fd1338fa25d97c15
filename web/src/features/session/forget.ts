import { hashKey, type QueryClient } from '@tanstack/react-query'
import { waysQuery } from '../people/queries.ts'
import { sessionStateQuery } from './session-state.ts'

const shownOutside = new Set([sessionStateQuery, waysQuery].map(({ queryKey }) => hashKey(queryKey)))

/**
 * Nothing of what was seen stays for who comes next. The sign-in page stands by then, and would hear no more of an answer that is
 * taken away from under it: what it shows is kept.
 */
export function forgetSession(queries: QueryClient): void {
  queries.setQueryData(sessionStateQuery.queryKey, { signedIn: false })
  queries.removeQueries({ predicate: ({ queryHash }) => !shownOutside.has(queryHash) })
}
