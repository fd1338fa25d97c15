import type { RefObject } from 'react'

export interface EarlySearchProps {
  typed: RefObject<string>
  onClose: () => void
}

/** Stands where the palette will, and keeps what is typed until the palette's code has arrived. */
export const EarlySearch = ({ typed, onClose }: EarlySearchProps) => (
  <input
    ref={one => one?.focus()}
    className="early-search"
    aria-label="Search"
    onInput={event => {
      typed.current = event.currentTarget.value
    }}
    onKeyDown={event => event.key === 'Escape' && onClose()}
  />
)
