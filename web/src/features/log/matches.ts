/** The lines that hold what is searched for, in order, as far as they are known. */
export interface Matches {
  seqs: readonly number[]
  /** Whether there may be others behind them. */
  more: boolean
}

export type Direction = 'forward' | 'backward'

/** `3 of 12`, or `3 of 12+` while there may be more; null: nobody knows yet which one it is. */
export function placeWords({ seqs, more }: Matches, here: number): string | null {
  const index = seqs.indexOf(here)
  return index < 0 ? null : `${said(index + 1)} of ${said(seqs.length)}${more ? '+' : ''}`
}

/** The match before or after a line, around the end and on from the other side; null: that has to be looked for. */
export function neighbourOf({ seqs, more }: Matches, here: number, direction: Direction): number | null {
  const next = direction === 'forward' ? seqs.find(seq => seq > here) : seqs.findLast(seq => seq < here)
  // Behind the last known one there may be one that is nearer.
  const isSure = next !== undefined && (direction === 'forward' || !more || here <= (seqs.at(-1) ?? 0))
  if (isSure) return next
  return more ? null : (seqs.at(direction === 'forward' ? 0 : -1) ?? null)
}

const said = (count: number): string => count.toLocaleString('en')
