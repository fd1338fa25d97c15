import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'

export const appsQuery = queryOptions({
  queryKey: keys.apps,
  queryFn: ({ signal }) => client.call('serverStatus', { signal }),
})

export const statusQuery = (app: string) =>
  queryOptions({
    queryKey: keys.status(app),
    queryFn: ({ signal }) => client.call('appStatus', { params: { app }, signal }),
  })

export const branchesQuery = (app: string) =>
  queryOptions({
    queryKey: keys.of(app, 'branches'),
    queryFn: ({ signal }) => client.call('listBranches', { params: { app }, signal }),
  })

/** Earlier ones are named by their id. */
export const mostCommits = 50

export const commitsQuery = (app: string, branch: string | undefined) =>
  queryOptions({
    queryKey: keys.of(app, 'commits', branch ?? ''),
    queryFn: ({ signal }) =>
      client.call('listCommits', { params: { app }, query: { branch, limit: mostCommits }, signal }),
  })

export const compareQuery = (app: string, base: string, head: string) =>
  queryOptions({
    queryKey: keys.of(app, 'compare', base, head),
    queryFn: ({ signal }) => client.call('compareCommits', { params: { app }, query: { base, head }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
