import { useState } from 'react'

/** Browsers cannot lay out an element that is higher than some 17 million pixels; wrapped lines need room, too. */
const mostRows = 300_000

export interface LogWindow {
  /** Seq of the first row. */
  first: number
  count: number
  /** Lays the window so that this line is in it. */
  moveTo: (seq: number) => void
}

/** Which part of a very long log is laid out: its end while it is followed, else the part around the line that was asked for. */
export function useLogWindow(last: number, follow: boolean): LogWindow {
  const [wanted, setWanted] = useState<number | null>(null)
  const end = Math.max(1, last - mostRows + 1)
  const first = follow || wanted === null ? end : Math.min(wanted, end)
  return {
    first,
    count: Math.min(last - first + 1, mostRows),
    moveTo: seq => {
      if (seq < first || seq >= first + mostRows) setWanted(Math.max(1, seq - mostRows / 2))
      else setWanted(first)
    },
  }
}
