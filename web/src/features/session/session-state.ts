import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'

export const sessionStateQuery = queryOptions({
  queryKey: [...keys.session, 'state'],
  queryFn: ({ signal }) => client.call('sessionState', { signal }),
  staleTime: 5 * 60_000,
})

/** Whether this browser is signed in by now. @throws ApiError when the server does not answer */
export const askSignedIn = async (queries: QueryClient): Promise<boolean> =>
  (await queries.fetchQuery({ ...sessionStateQuery, staleTime: 0, retry: false })).signedIn
