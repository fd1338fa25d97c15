import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../../../src/client/api-error.ts'

/** Whether a question may be asked again by itself: the server is away or busy, and did not refuse. */
export const mayPass = (error: Error): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500)

export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401

/** @param onSignedOut called when the server no longer knows who asks */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const watch = { onError: (error: Error) => isSignedOut(error) && onSignedOut() }
  return new QueryClient({
    queryCache: new QueryCache(watch),
    mutationCache: new MutationCache(watch),
    defaultOptions: {
      // The live stream says what changed; asking again is for what it does not tell.
      queries: { staleTime: 30_000, retry: (count, error) => mayPass(error) && count < 4, networkMode: 'always' },
      // What was asked for while the network was away must not be done later, when nobody waits for it any more; and a browser that
      // believes to be offline reaches a server on its own machine all the same.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
