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
