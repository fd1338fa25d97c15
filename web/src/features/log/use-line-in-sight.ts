import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useReducer, useRef } from 'react'
import type { LogBuffer } from './log-buffer.ts'

interface Aim {
  seq: number
  /** Whether the window is to scroll to it, too. */
  reveal: boolean
}

export interface LineInSightProps {
  box: RefObject<HTMLDivElement | null>
  rows: Virtualizer<HTMLDivElement, Element>
  buffer: LogBuffer
  /** Seq of the first row that is laid out. */
  first: number
  count: number
}

export interface LineInSight {
  aimAt: (seq: number, reveal: boolean) => void
  /** Whether a line is on its way into sight: what scrolls now is not the reader. */
  aiming: () => boolean
  /** Whether the reader took to scrolling since the last `letGo`: heights that are measured scroll, too. */
  readerScrolls: () => boolean
  /** The reader asked for something else. */
  letGo: () => void
}

/** By which a reader scrolls. */
const gestures = ['wheel', 'touchmove', 'pointerdown', 'keydown']
/** Of a line that is shown at the top. */
const linesBefore = 3
/** So many frames a line must have kept its place. */
const calmFrames = 3

/**
 * Brings a line into sight and keeps it there until it has come to rest: it may not be written yet, or not be read yet,
 * and lines above it may turn out to be higher than they were thought to be.
 */
export function useLineInSight({ box, rows, buffer, first, count }: LineInSightProps): LineInSight {
  const aim = useRef<Aim | null>(null)
  const touched = useRef(false)
  const [, render] = useReducer((times: number) => times + 1, 0)
  // After each rendering: lines came, or another part of the log was laid out.
  useEffect(() => {
    const index = aim.current ? aim.current.seq - first : -1
    if (index < 0 || index >= count) return
    let frame = 0
    let calm = 0
    const look = () => {
      if (!aim.current || !box.current) return
      const row = box.current.querySelector(`[data-seq="${aim.current.seq}"]`)
      if (!row || !isInside(row, box.current)) {
        calm = 0
        // Where nobody asked for it the box may begin low in the window: the line stands at its top, then.
        if (aim.current.reveal) rows.scrollToIndex(index, { align: 'center' })
        else rows.scrollToIndex(Math.max(0, index - linesBefore), { align: 'start' })
      } else if (buffer.error || isRead(buffer, rows, first)) calm++
      if (calm >= calmFrames) return rest(aim, box.current)
      frame = requestAnimationFrame(look)
    }
    look()
    return () => cancelAnimationFrame(frame)
  })
  useEffect(() => {
    const element = box.current
    const touch = () => {
      touched.current = true
      aim.current = null
    }
    for (const gesture of gestures) element?.addEventListener(gesture, touch, { passive: true })
    return () => {
      for (const gesture of gestures) element?.removeEventListener(gesture, touch)
    }
  }, [box])
  return {
    aimAt: (seq, reveal) => {
      aim.current = { seq, reveal }
      // The same line once more changes nothing else.
      render()
    },
    aiming: () => aim.current !== null,
    readerScrolls: () => touched.current,
    letGo: () => {
      touched.current = false
      aim.current = null
    },
  }
}

/**
 * It is there: now the window must show it, too, and the whole box around it. A line at the window's edge would be out of sight
 * again as soon as something above it grows.
 */
function rest(aim: RefObject<Aim | null>, box: HTMLElement): void {
  const { reveal } = aim.current ?? { reveal: false }
  aim.current = null
  if (reveal) box.scrollIntoView({ block: 'nearest' })
}

/** All of it, or, of a line that is higher than the box, as much as there is room for. */
function isInside(row: Element, box: Element): boolean {
  const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()]
  const seen = Math.min(inner.bottom, outer.bottom) - Math.max(inner.top, outer.top)
  return seen >= Math.min(inner.height, outer.height / 2) - 1
}

const isRead = (buffer: LogBuffer, rows: Virtualizer<HTMLDivElement, Element>, first: number): boolean =>
  rows.getVirtualItems().every(({ index }) => buffer.line(first + index) !== undefined)
