import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'
import { useAction } from '../../lib/use-action.ts'
import { forgetSession } from './forget.ts'

const sessionQuery = queryOptions({
  queryKey: [...keys.session, 'who'],
  queryFn: ({ signal }) => client.call('showSession', { signal }),
  staleTime: 5 * 60_000,
})

export const useSession = () => useQuery(sessionQuery)

/** Of this browser, or of every browser of whoever is signed in. */
export function useSignOut() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useAction((browsers: 'this' | 'all') => client.call('endSession', { query: { all: browsers === 'all' } }), {
    done: () => ({ title: 'Signed out' }),
    onDone: async () => {
      // First away from the screens: what they show would be asked for anew, and refused.
      await navigate({ to: '/sign-in', search: {} })
      forgetSession(queries)
    },
  })
}
