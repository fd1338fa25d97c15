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
      queries: { staleTime: 30_000, retry: (count, error) => mayPass(error) && count < 4 },
      mutations: { retry: false },
    },
  })
}
