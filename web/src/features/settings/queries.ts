import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { keys } from '../../lib/keys.ts'

export const environmentsQuery = (app: string) =>
  queryOptions({
    queryKey: keys.of(app, 'environments'),
    queryFn: ({ signal }) => client.call('listEnvironments', { params: { app }, signal }),
  })

export const variablesQuery = (app: string, environment: string) =>
  queryOptions({
    queryKey: keys.of(app, 'variables', environment),
    queryFn: ({ signal }) => client.call('listVariables', { params: { app, environment }, signal }),
  })

export const appQuery = (app: string) =>
  queryOptions({
    queryKey: keys.of(app, 'facts'),
    queryFn: ({ signal }) => client.call('showApp', { params: { app }, signal }),
  })
