import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Deployment } from '../../../../src/contract/deployment.ts'
import { client } from '../../lib/client.ts'

export interface LogSearch {
  next: () => void
  previous: () => void
  busy: boolean
  /** What the last search came to, in words; null before the first. */
  said: string | null
}

/** Looks for text in the whole log, on the server: the page holds only a small part of it. */
export function useLogSearch(
  { app, environment, number, lastSeq }: Deployment,
  query: string,
  show: (seq: number) => void,
): LogSearch {
  const [at, setAt] = useState<{ query: string; seq: number } | null>(null)
  const here = at?.query === query ? at.seq : null
  const search = useMutation({
    mutationFn: async (direction: 'forward' | 'backward') => {
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
  const find = async (direction: 'forward' | 'backward', from: number): Promise<number | null> => {
    const { matches } = await client.call('searchLog', {
      params: { app, environment, number },
      query: { query, from, direction, limit: 1 },
    })
    return matches[0]?.seq ?? null
  }
  const go = (direction: 'forward' | 'backward') => {
    if (query !== '' && !search.isPending) search.mutate(direction)
  }
  const missed = search.isSuccess && search.data === null
  return {
    next: () => go('forward'),
    previous: () => go('backward'),
    busy: search.isPending,
    said: search.isError ? search.error.message : missed ? 'Not found' : here === null ? null : `Line ${here}`,
  }
}
