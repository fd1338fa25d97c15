import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Deployment } from '../../../../src/contract/deployment.ts'
import { client } from '../../lib/client.ts'
import { type Direction, neighbourOf, placeWords } from './matches.ts'
import { matchesQuery } from './queries.ts'

export interface LogSearch {
  next: () => void
  previous: () => void
  busy: boolean
  /** What the last search came to, in words; null before the first. */
  said: string | null
}

/**
 * Looks for text in the whole log, on the server: the page holds only a small part of it.
 * @param opened the line that the page was opened at, which may be one of those that hold it
 */
export function useLogSearch(
  deployment: Deployment,
  query: string,
  opened: number | null,
  show: (seq: number) => void,
): LogSearch {
  const { app, environment, number, lastSeq } = deployment
  const [at, setAt] = useState<{ query: string; seq: number; opened?: true } | null>(
    query !== '' && opened !== null ? { query, seq: opened, opened: true } : null,
  )
  const here = at?.query === query ? at.seq : null
  // Counted only once the first is shown: that must not wait for it.
  const { data: known } = useQuery({ ...matchesQuery(deployment, query), enabled: here !== null })
  const search = useMutation({
    mutationFn: async ({ direction }: { direction: Direction; query: string }) => {
      const near = known && here !== null ? neighbourOf(known, here, direction) : null
      if (near !== null) return near
      const from = direction === 'forward' ? (here ?? 0) + 1 : (here ?? lastSeq + 1) - 1
      const found = from < 1 ? null : await find(direction, from)
      // Around the end and on from the other side, as every search does.
      return found ?? find(direction, direction === 'forward' ? 1 : Math.max(1, lastSeq))
    },
    onSuccess: seq => {
      setAt(seq === null ? null : { query, seq })
      if (seq !== null) show(seq)
    },
  })
  const find = async (direction: Direction, from: number): Promise<number | null> => {
    const { matches } = await client.call('searchLog', {
      params: { app, environment, number },
      query: { query, from, direction, limit: 1 },
    })
    return matches[0]?.seq ?? null
  }
  const go = (direction: Direction) => {
    if (query !== '' && !search.isPending) search.mutate({ direction, query })
  }
  // What came of other words says nothing of these.
  const isOfThese = search.variables?.query === query
  const missed = isOfThese && search.isSuccess && search.data === null
  const found =
    here === null
      ? null
      : ((known && placeWords(known, here)) ?? (at?.opened ? null : `Line ${here.toLocaleString('en')}`))
  return {
    next: () => go('forward'),
    previous: () => go('backward'),
    busy: search.isPending,
    said: isOfThese && search.isError ? search.error.message : missed ? 'Not found' : found,
  }
}
