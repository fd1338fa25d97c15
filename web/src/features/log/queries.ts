import { queryOptions } from '@tanstack/react-query'
import type { Deployment } from '../../../../src/contract/deployment.ts'
import type { LogMatches } from '../../../../src/contract/log.ts'
import { isFinal } from '../../../../src/contract/vocabulary.ts'
import { client } from '../../lib/client.ts'
import type { Matches } from './matches.ts'

/** Calls, and lines that each of them gives: of more, nobody reads how many there are. */
const [mostCalls, perCall] = [5, 1_000]

/** How many lines hold a text. Beside the app's other answers: what happens to the app does not change it. */
export const matchesQuery = ({ id, app, environment, number, state }: Deployment, query: string) =>
  queryOptions({
    queryKey: ['log-matches', id, state, query],
    queryFn: async ({ signal }): Promise<Matches> => {
      const seqs: number[] = []
      let next: number | null = 1
      for (let calls = 0; next !== null && calls < mostCalls; calls++) {
        const wish = { query, from: next, limit: perCall }
        const found: LogMatches = await client.call('searchLog', {
          params: { app, environment, number },
          query: wish,
          signal,
        })
        seqs.push(...found.matches.map(({ seq }) => seq))
        next = found.next
      }
      return { seqs, more: next !== null || !isFinal(state) }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
