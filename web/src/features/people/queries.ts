import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'

const all = ['people'] as const

export const membersQuery = queryOptions({
  queryKey: [...all, 'members'],
  queryFn: ({ signal }) => client.call('listMembers', { signal }),
})
export const admissionsQuery = queryOptions({
  queryKey: [...all, 'admissions'],
  queryFn: ({ signal }) => client.call('listAdmissions', { signal }),
})
export const waysQuery = queryOptions({
  queryKey: [...all, 'ways'],
  queryFn: ({ signal }) => client.call('signInWays', { signal }),
})
export const tokensQuery = queryOptions({
  queryKey: [...all, 'tokens'],
  queryFn: ({ signal }) => client.call('listTokens', { signal }),
})
export const sessionsQuery = (everybody: boolean) =>
  queryOptions({
    queryKey: [...all, 'sessions', everybody],
    queryFn: ({ signal }) => client.call('listSessions', { query: { all: everybody }, signal }),
  })

/** Whatever changes here may change the rest: somebody who is forgotten has no sessions and no tokens either. */
export function usePeopleChanged(): () => void {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: all })
}
