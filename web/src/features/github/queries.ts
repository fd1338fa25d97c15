import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'

export const gitHubKey = ['github'] as const

export const gitHubQuery = queryOptions({
  queryKey: gitHubKey,
  queryFn: ({ signal }) => client.call('gitHubStatus', { signal }),
})

/** As many as there are: people search among them by typing. */
export const repositoriesQuery = queryOptions({
  queryKey: [...gitHubKey, 'repositories'],
  queryFn: ({ signal }) => client.call('listGitHubRepositories', { query: { limit: 5_000 }, signal }),
  staleTime: 60_000,
  retry: false,
})
