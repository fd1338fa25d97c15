import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'

/** Where a deployment stands, as its address says it. */
export interface DeploymentPlace {
  app: string
  environment: string
  number: string
}

export const deploymentQuery = ({ app, environment, number }: DeploymentPlace) =>
  queryOptions({
    queryKey: keys.deployment(app, environment, number),
    queryFn: ({ signal }) =>
      client.call('showDeployment', {
        params: { app, environment, number: number === 'latest' ? 'latest' : Number(number) },
        signal,
      }),
  })

export const explanationQuery = (app: string, commit: string) =>
  queryOptions({
    queryKey: keys.of(app, 'explain', commit),
    queryFn: ({ signal }) => client.call('explainCommit', { params: { app, commit }, signal }),
    staleTime: 0,
  })
