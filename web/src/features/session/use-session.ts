import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'
import { useAction } from '../../lib/use-action.ts'

const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => client.call('showSession', { signal }),
  staleTime: 5 * 60_000,
})

export const useSession = () => useQuery(sessionQuery)

export function useSignOut() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useAction((_: undefined) => client.call('endSession'), {
    done: () => ({ title: 'Signed out' }),
    onDone: () => {
      void navigate({ to: '/sign-in', search: {} })
      queries.clear()
    },
  })
}
