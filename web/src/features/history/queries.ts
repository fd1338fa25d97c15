import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { DeploymentKind, DeploymentState } from '../../../../src/contract/deployment.ts'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'

export interface HistoryFilter {
  app?: string
  environment?: string
  kind?: DeploymentKind
  state?: DeploymentState
  actor?: string
}

const page = 40

export const recentQuery = (app: string) =>
  queryOptions({
    queryKey: [...keys.history, 'recent', app],
    queryFn: ({ signal }) => client.call('listDeployments', { params: { app }, query: { limit: 8 }, signal }),
  })

export const historyQuery = (filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.history, 'all', filter],
    queryFn: ({ pageParam, signal }) =>
      client.call('listAllDeployments', { query: { ...filter, before: pageParam, limit: page }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => (last.length < page ? undefined : last.at(-1)?.id),
  })

export const actorsQuery = (app: string | undefined) =>
  queryOptions({
    queryKey: [...keys.history, 'actors', app ?? ''],
    queryFn: ({ signal }) => client.call('listActors', { query: { app }, signal }),
  })
