import { queryOptions } from '@tanstack/react-query'
import { client } from '../../../lib/client.ts'
import { keys } from '../../../lib/keys.ts'

/** What a dialog says must be true when it opens. */
const fresh = { staleTime: 0, gcTime: 0 } as const

/** @param live what is live, runs and waits in the app's environments: another answer for each */
export const promotionQuery = (app: string, environment: string, live: string) =>
  queryOptions({
    queryKey: keys.of(app, 'promotion', environment, live),
    queryFn: ({ signal }) => client.call('promotionPreview', { params: { app, environment }, signal }),
    ...fresh,
  })

/** @param live what is live there: another answer for each */
export const rollbacksQuery = (app: string, environment: string, live: number) =>
  queryOptions({
    queryKey: keys.of(app, 'rollbacks', environment, String(live)),
    queryFn: ({ signal }) => client.call('rollbackChoices', { params: { app, environment }, signal }),
    ...fresh,
  })

export const standingQuery = (app: string, environment: string) =>
  queryOptions({
    queryKey: keys.of(app, 'standing', environment),
    queryFn: ({ signal }) => client.call('standing', { params: { app, environment }, signal }),
    ...fresh,
  })

export const stayingQuery = (app: string, environment: string) =>
  queryOptions({
    queryKey: keys.staying(app, environment),
    queryFn: ({ signal }) => client.call('staying', { params: { app, environment }, signal }),
    ...fresh,
  })
