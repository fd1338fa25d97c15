import { type KeyboardEvent, type TouchEvent, useRef, type WheelEvent } from 'react'

const upKeys = new Set(['ArrowUp', 'PageUp', 'Home'])
/** A finger that only rests moves a little, too. */
const leastMove = 8

/**
 * What somebody does who wants to read what stands above, or the newest line. Where the window stands does not tell: lines
 * that come scroll it as well, and take a reader along faster than a wheel turns.
 */
export function useScrollKeys({ onUp, onEnd }: { onUp: () => void; onEnd: () => void }) {
  const touchedAt = useRef(0)
  return {
    onWheel: ({ deltaY }: WheelEvent) => {
      if (deltaY < 0) onUp()
    },
    onTouchStart: ({ touches }: TouchEvent) => {
      touchedAt.current = touches[0]?.clientY ?? 0
    },
    onTouchMove: ({ touches }: TouchEvent) => {
      if ((touches[0]?.clientY ?? 0) > touchedAt.current + leastMove) onUp()
    },
    onKeyDown: ({ key }: KeyboardEvent) => {
      if (upKeys.has(key)) onUp()
      if (key === 'End') onEnd()
    },
  }
}
